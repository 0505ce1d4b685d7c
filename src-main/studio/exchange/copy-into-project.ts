import { copyFile, mkdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { JobHandle } from '../context.ts';
import type { IncomingImage, ReadableStore } from '../store/interface.ts';
import { stemOf } from './dataset.ts';
import { inParallel } from './in-parallel.ts';

interface CopiedImages {
  images: IncomingImage[];
  /** Takes the copies away again, for an import that came to nothing. */
  discard(): Promise<void>;
}

/**
 * Copies images that are new to the project into its `images` folder, under their own names as far as these are free.
 * A copy is written beside its place and renamed, so that no half of one is ever found under a picture's name.
 */
export async function copyIntoProject(
  store: ReadableStore,
  incoming: IncomingImage[],
  handle: JobHandle,
): Promise<CopiedImages> {
  const folder = join(store.projectFolder, 'images');
  await mkdir(folder, { recursive: true });
  const present = new Set(store.images.withInstances({}).map(({ image }) => `${image.contentHash} ${image.name}`));
  const taken = new Set<string>();
  const made: string[] = [];
  const discard = async (): Promise<void> => {
    for (const file of made) await rm(file, { force: true });
    await rmdir(folder).catch(() => undefined); // stays when it holds other images
  };
  const copy = async (image: IncomingImage): Promise<IncomingImage> => {
    if (present.has(`${image.contentHash} ${image.name}`) || isWithin(store.projectFolder, image.file)) return image;
    const file = await choosePlace(folder, image, taken);
    if ((await stat(file).catch(() => null)) === null) {
      const partial = `${file}.partial`;
      made.push(partial);
      await copyFile(image.file, partial);
      await rename(partial, file);
      made.push(file);
    }
    return { ...image, file };
  };
  try {
    return { images: await inParallel(incoming, 4, handle, copy), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The image's own name; with a part of its hash when another image has it. A file with the same content is taken as it is. */
async function choosePlace(folder: string, image: IncomingImage, taken: Set<string>): Promise<string> {
  const extension = extname(image.file);
  const stem = stemOf(image.file);
  for (const name of [stem, `${stem}-${image.contentHash.slice(0, 8)}`, `${stem}-${image.contentHash}`]) {
    const file = join(folder, name + extension);
    const key = file.toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') === image.contentHash) return file;
  }
  return join(folder, `${stem}-${image.contentHash}${extension}`);
}

function isWithin(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return !path.startsWith('..') && !isAbsolute(path);
}
