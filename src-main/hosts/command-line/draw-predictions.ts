import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Prediction } from '../../contract/index.ts';
import type { StudioCaller } from './studio-session.ts';
import { UsageError } from './usage-error.ts';

/** What `--picture` names: one file, or a folder for a picture of every image. */
export interface PicturePlace {
  path: string;
  isFolder: boolean;
}

/** @throws UsageError for a name that is neither a PNG file nor a folder. */
export function picturePlace(path: string): PicturePlace {
  const ending = extname(path).toLowerCase();
  if (['.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif'].includes(ending))
    throw new UsageError('Pictures are written as PNG: name a .png file, or a folder.');
  return { path: resolve(path), isFolder: ending !== '.png' };
}

/**
 * Writes predictions as pictures: the image with the landmarks on it. Answers the files written.
 * @throws UsageError when one file is named for several images, or the image itself would be written over.
 */
export async function drawPredictions(
  caller: StudioCaller,
  predictions: readonly Prediction[],
  { path, isFolder }: PicturePlace,
): Promise<string[]> {
  // A run that crops answers for every face of an image.
  const images = Map.groupBy(predictions, (prediction) => prediction.path);
  if (!isFolder && images.size > 1)
    throw new UsageError(`${path} is one file and there are ${images.size} images: name a folder.`);
  const written: string[] = [];
  for (const [image, faces] of images) {
    const out = isFolder ? freeName(path, image, written) : path;
    if (out === resolve(image)) throw new UsageError(`${out} is the image itself: name another file.`);
    const landmarks = faces.flatMap((face) => face.landmarks);
    const { picture } = await caller.evaluation.drawing({ path: image, landmarks });
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64'));
    written.push(out);
  }
  return written;
}

/** Images of several folders may have one name. */
function freeName(folder: string, image: string, taken: readonly string[]): string {
  const stem = basename(image, extname(image));
  let name = join(folder, `${stem}.png`);
  for (let number = 2; taken.includes(name); number += 1) name = join(folder, `${stem}-${number}.png`);
  return name;
}
