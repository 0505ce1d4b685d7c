import type { ImportProblem, Landmark, LandmarkSchema } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { inspectImage } from '../pictures/inspect-image.ts';
import type { IncomingImage } from '../store/interface.ts';
import type { DatasetFolder, FoundImage, Label } from './dataset.ts';
import { stemOf } from './dataset.ts';
import { inParallel } from './in-parallel.ts';

/** Files hashed and decoded at once: one of Node's four threads for that is left to a person who looks at images meanwhile. */
const AT_ONCE = 3;

/** px; farther out than this is no place but a broken number. */
const FARTHEST = 1e7;

type IncomingInstance = IncomingImage['instances'][number];

/**
 * Looks at every image's file (size in px, content hash) and turns its labels into px. Reports images that cannot be
 * read, sizes that are not what the labels were made for, points outside the image, and labels or pictures that are
 * there twice.
 */
export async function examineImages(
  found: FoundImage[],
  folder: DatasetFolder,
  schema: LandmarkSchema,
  handle: JobHandle,
): Promise<{ images: IncomingImage[]; problems: ImportProblem[] }> {
  const problems: ImportProblem[] = [];
  const examined = await inParallel(found, AT_ONCE, handle, async (image) => {
    try {
      return { image, inspected: await inspectImage(image.file) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ file: folder.title(image.file), line: null, message });
      return null;
    }
  });
  const images: IncomingImage[] = [];
  const names = chooseNames(found, folder);
  const firstWithContent = new Map<string, string>();
  for (const result of examined) {
    if (result === null) continue;
    const { image, inspected } = result;
    const title = folder.title(image.file);
    const twin = firstWithContent.get(inspected.contentHash);
    if (twin === undefined) firstWithContent.set(inspected.contentHash, title);
    else problems.push({ file: title, line: null, message: `is the same picture as ${twin}; both were taken` });
    const instances: IncomingInstance[] = [];
    for (const label of image.labels) {
      const instance = toInstance(label, inspected);
      const say = (index: number | null, message: string): void =>
        void problems.push({
          file: label.source,
          line: index === null ? null : (label.lines?.[index] ?? null),
          message,
        });
      if (instances.some((other) => isEqual(other.landmarks, instance.landmarks))) {
        say(0, `has the same landmarks on ${title} as another entry; they were taken once`);
        continue;
      }
      for (const [index, landmark] of instance.landmarks.entries())
        if (landmark.visibility === 'absent' && label.landmarks[index]?.visibility !== 'absent')
          say(index, `${schema.landmarks[index]?.name} is millions of px from ${title}; it was taken as absent`);
      reportSize(label, inspected, title, say);
      reportOutside(instance.landmarks, inspected, title, schema, say);
      instances.push(instance);
    }
    images.push({
      name: names.get(image.file) ?? title,
      file: image.file,
      group: image.group,
      instances,
      ...inspected,
    });
  }
  return { images, problems };
}

/** The file's stem; where several images of the dataset share it, with the folders before it. */
function chooseNames(found: FoundImage[], folder: DatasetFolder): Map<string, string> {
  const byStem = Map.groupBy(found, (image) => stemOf(image.file).toLowerCase());
  return new Map(
    found.map(({ file }) => {
      const stem = stemOf(file);
      const isOnly = byStem.get(stem.toLowerCase())?.length === 1;
      return [file, isOnly ? stem : folder.title(file).replace(/\.[^./]*$/, '')];
    }),
  );
}

function toInstance(label: Label, size: { width: number; height: number }): IncomingInstance {
  const [scaleX, scaleY] = label.unit === 'relative' ? [size.width, size.height] : [1, 1];
  const landmarks = label.landmarks.map(({ x, y, visibility }): Landmark => {
    const isPlace = Math.abs(x * scaleX) < FARTHEST && Math.abs(y * scaleY) < FARTHEST;
    return isPlace ? { x: x * scaleX, y: y * scaleY, visibility } : { x: 0, y: 0, visibility: 'absent' };
  });
  return { box: label.box, landmarks, origin: { kind: 'import', source: label.source } };
}

type Say = (index: number | null, message: string) => void;

function reportSize(label: Label, size: { width: number; height: number }, title: string, say: Say): void {
  const { madeFor } = label;
  if (madeFor === null || (madeFor.width === size.width && madeFor.height === size.height)) return;
  say(
    null,
    `${title} is ${size.width}×${size.height} px, the file says ${madeFor.width}×${madeFor.height}; ` +
      'the landmarks were taken as they are',
  );
}

function reportOutside(
  landmarks: Landmark[],
  size: { width: number; height: number },
  title: string,
  schema: LandmarkSchema,
  say: Say,
): void {
  const outside = landmarks.flatMap(({ x, y, visibility }, index) =>
    visibility !== 'absent' && (x < 0 || y < 0 || x > size.width || y > size.height) ? [index] : [],
  );
  const first = outside[0];
  if (first === undefined) return;
  const names = outside.slice(0, 5).map((index) => schema.landmarks[index]?.name ?? String(index));
  const more = outside.length > names.length ? ` and ${outside.length - names.length} more` : '';
  say(
    first,
    `${names.join(', ')}${more} outside the image ${title} (${size.width}×${size.height} px); taken as they are`,
  );
}

/** True when no landmark differs in visibility or by 1e-6 px. */
function isEqual(one: Landmark[], other: Landmark[]): boolean {
  return one.every((landmark, index) => {
    const twin = other[index];
    if (twin?.visibility !== landmark.visibility) return false;
    if (landmark.visibility === 'absent') return true;
    return Math.abs(twin.x - landmark.x) <= 1e-6 && Math.abs(twin.y - landmark.y) <= 1e-6;
  });
}
