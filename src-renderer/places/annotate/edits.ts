import type { Edit, Landmark, LandmarkSchema, Visibility } from '../../../src-main/contract/index.ts';
import { countOf } from '../../app/messages.ts';

/** Closer than this (px of the image) two positions are the same, and moving there is no edit. */
const sameWithin = 1e-6;

const isSame = (a: Landmark, b: Landmark): boolean =>
  a.visibility === b.visibility && Math.abs(a.x - b.x) < sameWithin && Math.abs(a.y - b.y) < sameWithin;

/** The edit from one state of an instance's landmarks to another, with its words for the history; null when nothing changed. */
export function editBetween(
  instanceId: number,
  before: readonly Landmark[],
  after: readonly Landmark[],
  schema: LandmarkSchema,
): Edit | null {
  const landmarks = after
    .map((landmark, index) => ({ index, landmark }))
    .filter(({ index, landmark }) => {
      const old = before[index];
      return !old || !isSame(old, landmark);
    });
  const [first] = landmarks;
  if (!first) return null;
  const label =
    landmarks.length === 1
      ? labelOf(
          schema.landmarks[first.index]?.name ?? `landmark ${first.index + 1}`,
          before[first.index],
          first.landmark,
        )
      : `Moved ${countOf(landmarks.length, 'landmark')}`;
  return { label, changes: [{ kind: 'move landmarks', instanceId, landmarks }] };
}

function labelOf(name: string, before: Landmark | undefined, after: Landmark): string {
  if (before && before.visibility !== after.visibility) return `Marked ${name} ${after.visibility}`;
  const distance = before ? Math.hypot(after.x - before.x, after.y - before.y) : 0;
  return `Moved ${name} by ${distance < 0.95 ? distance.toFixed(2) : distance.toFixed(1)} px`;
}

const turn: Record<Visibility, Visibility> = { visible: 'occluded', occluded: 'absent', absent: 'visible' };

/** The visibility after this one, in the order the key goes through them. */
export function nextVisibility(visibility: Visibility): Visibility {
  return turn[visibility];
}

/**
 * Landmarks of a new face: the schema's drawing in the middle of the image, as high as 60% of its shorter side (px of the image);
 * a plain grid where the schema has no drawing.
 */
export function landmarksOfNewFace(schema: LandmarkSchema, image: { width: number; height: number }): Landmark[] {
  const side = 0.6 * Math.min(image.width, image.height);
  const left = (image.width - side) / 2;
  const top = (image.height - side) / 2;
  const columns = Math.ceil(Math.sqrt(schema.landmarks.length));
  return schema.landmarks.map((_, index) => {
    const grid: [number, number] = [
      (index % columns) / Math.max(1, columns - 1),
      Math.floor(index / columns) / Math.max(1, columns - 1),
    ];
    const [x, y] = schema.template?.[index] ?? grid;
    return { x: left + x * side, y: top + y * side, visibility: 'visible' };
  });
}
