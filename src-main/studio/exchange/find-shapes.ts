import { basename, posix } from 'node:path';
import { StudioError, type ImportProblem, type Landmark, type LandmarkSchema } from '../../contract/index.ts';
import { groupFromName } from '../formats/group-from-name.ts';
import { readAsf } from '../formats/read-asf.ts';
import { readPts } from '../formats/read-pts.ts';
import type { Shape } from '../formats/shape.ts';
import type { JobHandle } from '../context.ts';
import { stemOf, type DatasetFolder, type FoundDataset, type FoundImage } from './dataset.ts';
import { inParallel } from './in-parallel.ts';
import { readDatasetFile } from './read-dataset-file.ts';
import { naturalOrder } from './walk-folder.ts';

/** 2000 points, the most a schema may have, take about 200 kB. */
const MOST_BYTES = 4 * 2 ** 20;

/** The formats with one text file a face. */
const SHAPE_FORMATS = {
  asf: { ending: '.asf', read: readAsf, unit: 'relative' },
  pts: { ending: '.pts', read: readPts, unit: 'px' },
} as const;
export type ShapeFormat = keyof typeof SHAPE_FORMATS;

/**
 * Reads shape files of a folder and finds the image of each: the one it names, else the one of the same stem.
 * With `unlabelledToo` the folder's images without a shape are in the dataset as well.
 * @throws StudioError 'bad input' when no shape fits the schema, since then it is the wrong schema.
 */
export async function findShapes(
  folder: DatasetFolder,
  format: ShapeFormat,
  shapeFiles: readonly string[],
  unlabelledToo: boolean,
  schema: LandmarkSchema,
  handle: JobHandle,
): Promise<FoundDataset> {
  const { ending, read, unit } = SHAPE_FORMATS[format];
  const problems: ImportProblem[] = [];
  const images = new Map<string, FoundImage>();
  const add = (file: string, group: string | null): FoundImage => {
    const image = images.get(file) ?? { file, group: groupFromName(stemOf(file)), labels: [] };
    image.group = group ?? image.group;
    images.set(file, image);
    return image;
  };
  if (unlabelledToo) for (const picture of folder.pictures) add(folder.absolute(picture), null);

  // A second face's NAME-face2 comes after NAME's, so that faces keep the order they were exported in.
  const withoutEnding = (file: string): string => file.slice(0, -ending.length);
  const ordered = shapeFiles.toSorted((one, other) => naturalOrder(withoutEnding(one), withoutEnding(other)));
  const shapes = await inParallel(ordered, 4, handle, async (file) => {
    const { text, problem } = await readDatasetFile(folder.absolute(file), MOST_BYTES);
    return { file, shape: text === null ? unreadable(problem) : read(text) };
  });
  refuseWrongSchema(shapes, schema);
  for (const { file, shape } of shapes) {
    const say = (line: number | null, message: string): void => void problems.push({ file, line, message });
    for (const problem of shape.problems) say(problem.line, problem.message);
    const image = findImage(folder, file, shape, say);
    if (image === null) continue;
    const found = add(image, shape.group);
    if (shape.points === null) continue;
    if (shape.points.length !== schema.landmarks.length) {
      const last = shape.points.at(-1)?.line ?? null;
      say(last, `has ${shape.points.length} points where the schema ${schema.name} has ${schema.landmarks.length}`);
      continue;
    }
    const lines = shape.points.map((point) => point?.line ?? null);
    found.labels.push({
      source: file,
      lines,
      box: null,
      unit,
      landmarks: toLandmarks(shape),
      madeFor: null,
    });
  }
  return { images: [...images.values()], problems };
}

function findImage(
  folder: DatasetFolder,
  file: string,
  shape: Shape,
  say: (line: number | null, message: string) => void,
): string | null {
  const place = posix.dirname(file);
  const stem = stemOf(file);
  const host = shape.hostImage;
  const named = host === null ? 'missing' : folder.find(host.name, [place]);
  if (typeof named === 'object') return named.file;
  // A second face of our own exports; what names no image is found by its stem alone.
  const firstFace = host === null ? stem.replace(/-face\d+$/, '') : stem;
  const sameStem = folder.findByStem(place, stem) ?? folder.findByStem(place, firstFace);
  if (host !== null && named === 'outside')
    say(host.line, `names an image outside the imported folder, ${host.name}, which is never read`);
  if (sameStem === null) {
    if (named !== 'outside')
      say(
        host?.line ?? null,
        host === null
          ? `names no image, and there is no ${stem}.jpg or the like`
          : `its image ${host.name} is not there`,
      );
    return null;
  }
  const isOtherName = host !== null && stemOf(host.name.replaceAll('\\', '/')).toLowerCase() !== stem.toLowerCase();
  if (isOtherName) say(host.line, `its image ${host.name} is not there; ${basename(sameStem)} was taken in its place`);
  return sameStem;
}

function toLandmarks(shape: Shape): Landmark[] {
  return (shape.points ?? []).map((point): Landmark =>
    point === null ? { x: 0, y: 0, visibility: 'absent' } : { x: point.x, y: point.y, visibility: 'visible' },
  );
}

function unreadable(message: string): Shape {
  return { points: null, hostImage: null, group: null, problems: [{ line: null, message }] };
}

function refuseWrongSchema(shapes: { file: string; shape: Shape }[], schema: LandmarkSchema): void {
  const counts = new Set(shapes.flatMap(({ shape }) => (shape.points === null ? [] : [shape.points.length])));
  const wanted = schema.landmarks.length;
  if (counts.size === 0 || counts.has(wanted)) return;
  throw new StudioError(
    'bad input',
    `The shapes have ${[...counts].join(', ')} points and the project's schema ${schema.name} has ${wanted}: ` +
      'import them into a project with a schema of as many landmarks. Nothing was imported.',
  );
}
