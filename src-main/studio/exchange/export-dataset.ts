import { copyFile, stat, writeFile } from 'node:fs/promises';
import { basename, extname, relative, sep } from 'node:path';
import type { z } from 'zod';
import type {
  DatasetFormat,
  exportDatasetSchema,
  ExportReport,
  ImportProblem,
  Instance,
  LandmarkSchema,
} from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { groupFromName } from '../formats/group-from-name.ts';
import { writeAsf } from '../formats/write-asf.ts';
import { writeCoco, type CocoExportImage } from '../formats/write-coco.ts';
import { writePts } from '../formats/write-pts.ts';
import type { ReadableStore, StoredImage } from '../store/interface.ts';
import { ExportFolder } from './export-folder.ts';
import { COCO_IMAGES_FOLDER } from './find-coco.ts';
import { inParallel } from './in-parallel.ts';
import { throwIfCancelled } from './walk-folder.ts';

type ExportRequest = z.output<typeof exportDatasetSchema>;

interface ExportedImage {
  image: StoredImage;
  instances: Instance[];
  /** Path in the export without an extension, unlike every other's. */
  name: string;
  /** Path of the picture from the export's folder: into the export, or to where the picture is when it is not copied. */
  picture: string;
}

/**
 * Writes the project's images and landmarks as a dataset other tools read: `annotations.json` and `images/` for COCO, an
 * `.asf` or `.pts` beside each image for those. Read back, it gives the same points to 1e-4 px. What the format cannot hold is in
 * the report's problems.
 * @throws StudioError 'bad input' when the folder holds other files, 'cancelled'.
 */
export async function exportDataset(
  store: ReadableStore,
  request: ExportRequest,
  handle: JobHandle,
): Promise<ExportReport> {
  const schema = store.schema();
  const problems: ImportProblem[] = [];
  let instances = 0;
  let images = 0;
  const folder = await ExportFolder.write(request.out, request.format, async (out) => {
    const exported = nameImages(store, out.path, request);
    images = exported.length;
    await inParallel(exported, 4, handle, async ({ image, picture }) => {
      const problem = await checkPicture(store.images.file(image), image);
      if (problem !== null) problems.push({ file: image.path, line: null, message: problem });
      else if (request.copyImages) await copyFile(store.images.file(image), await out.place(picture));
    });
    instances =
      request.format === 'coco'
        ? await writeJson(out, exported, schema)
        : await writeShapes(out, request.format, exported, schema, problems);
    if (request.format === 'pts') problems.push(...leftOutOfPts(request, exported));
    throwIfCancelled(handle.signal);
  });
  return { out: folder.path, files: folder.fileCount, images, instances, problems };
}

async function checkPicture(file: string, image: StoredImage): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null) return `${file} is not there any more; its landmarks were exported without the picture`;
  if (found.size !== image.byteSize)
    return `${file} is not the picture it was when it was imported; its landmarks were exported without the picture`;
  return null;
}

function nameImages(store: ReadableStore, out: string, request: ExportRequest): ExportedImage[] {
  const taken = new Set<string>();
  return store.images.withInstances(request.filter).map(({ image, instances }) => {
    const wanted = safePath(image.name);
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}_${number}`;
    taken.add(name.toLowerCase());
    // A second face's shape file is NAME-face2.asf and must not meet an image of that name.
    for (const index of instances.keys()) if (index > 0) taken.add(shapeName(name, index).toLowerCase());
    const file = store.images.file(image);
    const inside = request.format === 'coco' ? `${COCO_IMAGES_FOLDER}/${name}` : name;
    const picture = request.copyImages ? inside + extname(file) : relative(out, file).split(sep).join('/');
    return { image, instances, name, picture };
  });
}

async function writeJson(out: ExportFolder, exported: ExportedImage[], schema: LandmarkSchema): Promise<number> {
  const images = exported.map(({ image, instances, picture }): CocoExportImage => ({
    fileName: picture,
    width: image.width,
    height: image.height,
    group: image.group,
    split: image.split,
    instances,
  }));
  await writeFile(await out.place('annotations.json'), writeCoco(schema, images));
  return exported.reduce((sum, { instances }) => sum + instances.length, 0);
}

async function writeShapes(
  out: ExportFolder,
  format: Exclude<DatasetFormat, 'coco'>,
  exported: ExportedImage[],
  schema: LandmarkSchema,
  problems: ImportProblem[],
): Promise<number> {
  const title = format.toUpperCase();
  let written = 0;
  for (const { image, instances, name, picture } of exported) {
    for (const [index, { box, landmarks }] of instances.entries()) {
      const file = `${shapeName(name, index)}.${format}`;
      const say = (message: string): void => void problems.push({ file, line: null, message });
      const named = (visibility: string): string[] =>
        landmarks.flatMap((landmark, place) =>
          landmark.visibility === visibility ? [schema.landmarks[place]?.name ?? String(place)] : [],
        );
      const [absent, occluded] = [named('absent'), named('occluded')];
      if (absent.length > 0) {
        say(
          `not written: ${title} has no place for absent landmarks, and ${listed(absent)} ${absent.length === 1 ? 'is' : 'are'}; COCO keeps them`,
        );
        continue;
      }
      if (occluded.length > 0) say(`${title} does not tell what is occluded; written as visible: ${listed(occluded)}`);
      if (box !== null) say(`${title} has no place for the box of the face; it was left out`);
      const points = landmarks.map(({ x, y }): [number, number] => [x, y]);
      // Pictures and shapes of an export lie side by side, at whatever depth.
      const hostImage = picture.startsWith('../')
        ? `${'../'.repeat(name.split('/').length - 1)}${picture}`
        : picture.split('/').at(-1);
      const { width, height, group } = image;
      const text =
        format === 'asf'
          ? writeAsf(schema, { points, width, height, hostImage: hostImage ?? picture, group })
          : writePts(points);
      await writeFile(await out.place(file), text);
      written += 1;
    }
  }
  return written;
}

/** What concerns no single file: the format names neither the image nor the person. */
function leftOutOfPts(request: ExportRequest, exported: ExportedImage[]): ImportProblem[] {
  const say = (message: string): ImportProblem => ({ file: request.out, line: null, message });
  const lost = exported.filter(({ image, name }) => image.group !== groupFromName(basename(name)));
  return [
    ...(lost.length > 0 ? [say(`PTS has no place for groups; those of ${lost.length} images were left out`)] : []),
    ...(request.copyImages ? [] : [say('PTS names no image: to read the files back, put them beside the images')]),
  ];
}

function shapeName(name: string, index: number): string {
  return index === 0 ? name : `${name}-face${index + 1}`;
}

function listed(names: string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

/** An image's name as a path that every system takes and that stays in its folder. */
function safePath(name: string): string {
  const parts = name
    .split('/')
    .map((part) =>
      part
        .replaceAll(/[\u0000-\u001f<>:"\\|?*]/g, '_')
        .replace(/^\.+|[. ]+$/g, '')
        .slice(0, 120),
    )
    .map((part) => (/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(part) ? `${part}_` : part))
    .filter((part) => part !== '');
  return parts.length === 0 ? 'image' : parts.join('/');
}
