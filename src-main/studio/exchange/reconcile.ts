import type { ImportProblem, Instance, Landmark } from '../../contract/index.ts';
import { extentOf } from '../formats/read-coco.ts';
import type { IncomingImage, ReadableStore, StoredImage } from '../store/interface.ts';
import type { DatasetFolder } from './dataset.ts';

/** Two instances whose landmarks lie nearer than this part of the face's size, most of them, are the same face. */
const SAME_FACE = 0.1;

interface Reconciled {
  images: IncomingImage[];
  /** Incoming instances left out because the project has the same face, corrected since. */
  instancesKept: number;
  problems: ImportProblem[];
}

/**
 * Fits a dataset to what the project has. An image that is there under a longer or shorter name keeps the project's name.
 * A face that a person corrected after an earlier import keeps the correction: the file's landmarks are not put beside it.
 */
export function reconcile(store: ReadableStore, incoming: IncomingImage[], folder: DatasetFolder): Reconciled {
  const present = Map.groupBy(store.images.withInstances({}), ({ image }) => image.contentHash);
  const problems: ImportProblem[] = [];
  let instancesKept = 0;
  const images = incoming.map((image) => {
    const twin = findTwin(image, present.get(image.contentHash) ?? []);
    if (twin === null) return image;
    const instances = image.instances.filter((instance) => {
      const states = twin.instances.map((own) => compare(own.landmarks, instance.landmarks, image));
      if (states.includes('equal') || !states.includes('corrected')) return true;
      instancesKept += 1;
      problems.push({
        file: instance.origin.source,
        line: null,
        message: `${folder.title(image.file)}: the project's landmarks differ from the file's; the project's were kept`,
      });
      return false;
    });
    return { ...image, name: twin.image.name, instances };
  });
  return { images, instancesKept, problems };
}

interface Present {
  image: StoredImage;
  instances: Instance[];
}

function findTwin(image: IncomingImage, present: Present[]): Present | null {
  const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
  return (
    present.find((candidate) => candidate.image.name === image.name) ??
    present.find((candidate) => lastPart(candidate.image.name) === lastPart(image.name)) ??
    null
  );
}

/**
 * `corrected` is the same face with some landmarks moved. The median distance says whether it is the same face: a
 * correction moves few landmarks far, another face lies elsewhere as a whole.
 */
function compare(own: Landmark[], other: Landmark[], image: IncomingImage): 'equal' | 'corrected' | 'other' {
  const distances: number[] = [];
  let changed = false;
  for (const [index, landmark] of own.entries()) {
    const twin = other[index];
    changed ||= twin?.visibility !== landmark.visibility;
    if (twin === undefined || landmark.visibility === 'absent' || twin.visibility === 'absent') continue;
    distances.push(Math.hypot(twin.x - landmark.x, twin.y - landmark.y));
  }
  distances.sort((one, next) => one - next);
  changed ||= (distances.at(-1) ?? 0) > 1e-6;
  if (!changed) return 'equal';
  const median = distances[Math.floor(distances.length / 2)] ?? Number.POSITIVE_INFINITY;
  return median < SAME_FACE * sizeOf(other, image) ? 'corrected' : 'other';
}

/** Diagonal of the box around the landmarks, px; a fifth of the image's where a single landmark has no size. */
function sizeOf(landmarks: Landmark[], image: IncomingImage): number {
  const { width, height } = extentOf(landmarks);
  return Math.hypot(width, height) || 0.2 * Math.hypot(image.width, image.height);
}
