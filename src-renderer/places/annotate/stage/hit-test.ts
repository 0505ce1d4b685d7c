import type { Landmark } from '../../../../src-main/contract/index.ts';
import { boxBetween, isWithin } from '../transform/geometry.ts';
import { toImage, toStage, type Point, type ViewTransform } from './view-transform.ts';

export interface LandmarkHit {
  instanceId: number;
  index: number;
}

/** How near the pointer must come to a landmark, in CSS px whatever the zoom. */
export const hitRadius = 10;

/** The one that is selected is easier to hit than its neighbours, by this many CSS px. */
const selectedAdvantage = 4;

/**
 * The landmarks within a rectangle on the stage (corners in CSS px): of the active face if any of its are, else of the face with
 * the most. Null where there are none.
 */
export function landmarksWithin(
  instances: readonly { id: number; landmarks: readonly Landmark[] }[],
  activeId: number | null,
  view: ViewTransform,
  [from, to]: readonly [Point, Point],
): { instanceId: number; indices: number[] } | null {
  const rectangle = boxBetween(toImage(view, from), toImage(view, to));
  let best: { instanceId: number; indices: number[] } | null = null;
  for (const { id, landmarks } of instances) {
    const indices = [...landmarks.entries()]
      .filter(([, landmark]) => landmark.visibility !== 'absent' && isWithin(rectangle, landmark))
      .map(([index]) => index);
    if (indices.length === 0) continue;
    if (id === activeId) return { instanceId: id, indices };
    if (indices.length > (best?.indices.length ?? 0)) best = { instanceId: id, indices };
  }
  return best;
}

/**
 * The landmark nearest to the pointer (CSS px of the stage) within `hitRadius`, or null. Absent ones are not on the picture and cannot be hit.
 */
export function landmarkAt(
  instances: readonly { id: number; landmarks: readonly Landmark[] }[],
  view: ViewTransform,
  pointer: Point,
  selected: LandmarkHit | null = null,
): LandmarkHit | null {
  let nearest: LandmarkHit | null = null;
  let least = hitRadius;
  for (const instance of instances) {
    for (const [index, landmark] of instance.landmarks.entries()) {
      if (landmark.visibility === 'absent') continue;
      const at = toStage(view, landmark);
      const isSelected = selected?.instanceId === instance.id && selected.index === index;
      const distance = Math.hypot(at.x - pointer.x, at.y - pointer.y) - (isSelected ? selectedAdvantage : 0);
      if (distance > least || (distance === least && nearest)) continue;
      least = distance;
      nearest = { instanceId: instance.id, index };
    }
  }
  return nearest;
}

/** The present landmark of a face that is nearest to a point, however far; px of the image. Null when there is none. */
export function nearestLandmark(
  instance: { id: number; landmarks: readonly Landmark[] } | null,
  at: Point,
): LandmarkHit | null {
  let [nearest, least]: [LandmarkHit | null, number] = [null, Infinity];
  for (const [index, landmark] of instance?.landmarks.entries() ?? []) {
    const distance = landmark.visibility === 'absent' ? Infinity : Math.hypot(landmark.x - at.x, landmark.y - at.y);
    if (instance && distance < least) [nearest, least] = [{ instanceId: instance.id, index }, distance];
  }
  return nearest;
}
