import { fillShape, type Landmark, type ShapeModel } from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';
import type { Point } from '../stage/view-transform.ts';

/** Landmarks a person has put where they belong, by index, px of the image: the others follow them. */
export type Pins = ReadonlyMap<number, Point>;

/** Fewer do not say how large a face is, nor how it is turned. */
export const leastPins = 2;

/** So many are asked for, one after the other; any landmark can be dragged besides. */
export const askedPins = 5;

/** Pins that still hold: a landmark that was moved otherwise since, or by undo, is pinned no more. */
export function pinsThatHold(pins: Pins, landmarks: readonly Landmark[]): Pins {
  return new Map(
    [...pins].filter(([index, at]) => {
      const landmark = landmarks[index];
      return (
        landmark !== undefined &&
        landmark.visibility !== 'absent' &&
        Math.hypot(landmark.x - at.x, landmark.y - at.y) < 1e-6
      );
    }),
  );
}

/**
 * The face with its pinned landmarks where they are pinned and the others where the model has them given those.
 *
 * @param absent what becomes of landmarks that are absent: they appear, or stay as a person left them
 * @returns null when the pins do not say where the face is; how many landmarks follow is counted in `filled`
 */
export function filledFace(
  model: ShapeModel,
  landmarks: readonly Landmark[],
  pins: Pins,
  absent: 'appear' | 'stay',
): { landmarks: Landmark[]; filled: number } | null {
  if (pins.size < leastPins) return null;
  const shape = fillShape(model, new Map([...pins].map(([index, { x, y }]) => [index, [x, y]])));
  if (!shape) return null;
  let filled = 0;
  const followed = landmarks.map((landmark, index): Landmark => {
    const point = shape[index];
    const isPinned = pins.has(index);
    if (!point || (landmark.visibility === 'absent' && absent === 'stay' && !isPinned)) return landmark;
    if (!isPinned) filled += 1;
    const visibility = landmark.visibility === 'absent' ? 'visible' : landmark.visibility;
    return { x: point[0], y: point[1], visibility };
  });
  return { landmarks: followed, filled };
}

/** As the history tells it. */
export const fillWords = (filled: number, pins: Pins): string =>
  `Filled ${countOf(filled, 'landmark')} from ${pins.size}`;
