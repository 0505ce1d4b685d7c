import type {
  Box,
  Change,
  Edit,
  Instance,
  Landmark,
  LandmarkSchema,
  LandmarkSource,
  Visibility,
} from '../../../src-main/contract/index.ts';
import { isSameLandmark, sameWithin, wordsForChange } from './words-for-change.ts';

/** What of a face a person changes; px of the image. */
export interface FaceState {
  landmarks: readonly Landmark[];
  box: Box | null;
}

/**
 * The edit from one state of an instance to another; null when nothing changed.
 *
 * @param words what was done, for the history; told from the change when null
 * @param from what the landmarks come from, when not from a hand
 */
export function editBetween(
  instanceId: number,
  before: FaceState,
  after: FaceState,
  schema: LandmarkSchema,
  words: string | null = null,
  from?: LandmarkSource,
): Edit | null {
  const landmarks = after.landmarks
    .map((landmark, index) => ({ index, landmark }))
    .filter(({ index, landmark }) => {
      const old = before.landmarks[index];
      return !old || !isSameLandmark(old, landmark);
    });
  const changes: Change[] = [];
  if (landmarks.length > 0) changes.push({ kind: 'move landmarks', instanceId, landmarks, ...(from && { from }) });
  if (!isSameBox(before.box, after.box)) changes.push({ kind: 'set box', instanceId, box: after.box });
  if (changes.length === 0) return null;
  return { label: words ?? wordsForChange(before, after, schema), changes };
}

/**
 * Faces as the studio has them, with edits that it has not saved yet on top: what they move, the boxes they set and the faces
 * they delete. A face that was added shows once it is saved, when it has an id.
 */
export function withUnsaved(instances: readonly Instance[], edits: readonly Edit[]): Instance[] {
  const faces = new Map(instances.map((instance) => [instance.id, instance]));
  for (const change of edits.flatMap(({ changes }) => changes)) {
    const face = 'instanceId' in change ? faces.get(change.instanceId) : undefined;
    if (!face) continue;
    if (change.kind === 'delete instance') faces.delete(face.id);
    if (change.kind === 'set box') faces.set(face.id, { ...face, box: change.box });
    if (change.kind === 'move landmarks') {
      const moved = new Map(change.landmarks.map(({ index, landmark }) => [index, landmark]));
      faces.set(face.id, { ...face, landmarks: face.landmarks.map((each, index) => moved.get(index) ?? each) });
    }
  }
  return [...faces.values()];
}

function isSameBox(a: Box | null, b: Box | null): boolean {
  if (a === null || b === null) return a === b;
  return (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) < sameWithin);
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
