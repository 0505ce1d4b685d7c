import type { Box, Landmark } from '../../../../src-main/contract/index.ts';
import type { DrawnFace } from './draw-face.ts';
import { toStage, type Point } from './view-transform.ts';

/** What a landmark with its marks reaches about its middle, and a contour about its line; CSS px. */
const reach = 10;

/**
 * Where a face is drawn otherwise than before, CSS px of the stage: about the landmarks that moved and those that contours join
 * them to. Null when more may have changed than places (the view, the selection, a visibility): all is drawn again then.
 */
export function changedArea(before: DrawnFace, now: DrawnFace): Box | null {
  const { landmarks: landmarksBefore, ...othersBefore } = before;
  const { landmarks, ...others } = now;
  const isSame = (Object.keys(others) as (keyof typeof others)[]).every((part) => others[part] === othersBefore[part]);
  if (!isSame || now.labels !== 'nothing' || landmarks.length !== landmarksBefore.length) return null;
  const touched = new Set<number>();
  for (const [index, landmark] of landmarks.entries()) {
    const known = landmarksBefore[index];
    if (landmark === known) continue;
    // What is seen now and was not changes whole contours.
    if (landmark?.visibility !== known?.visibility) return null;
    touched.add(index);
  }
  const moved = [...touched];
  if (now.contours)
    for (const contour of now.schema.contours)
      for (const index of moved)
        for (const neighbour of neighboursIn(contour, index, now.landmarks)) touched.add(neighbour);
  const places: Point[] = [];
  for (const index of touched)
    for (const landmark of [landmarksBefore[index], landmarks[index]])
      if (landmark) places.push(toStage(now.view, landmark));
  return around(places);
}

/** Those before and after a landmark in a contour, past what is absent and so not drawn. */
function neighboursIn(
  { landmarks: order, closed }: { landmarks: readonly number[]; closed?: boolean },
  index: number,
  landmarks: readonly (Landmark | null)[],
): number[] {
  const found: number[] = [];
  for (const [place, each] of order.entries()) {
    if (each !== index) continue;
    for (const step of [-1, 1])
      for (let count = 1; count < order.length; count += 1) {
        const at = place + step * count;
        if (!closed && (at < 0 || at >= order.length)) break;
        const other = order[(at + order.length) % order.length];
        const landmark = other === undefined ? null : landmarks[other];
        if (other === undefined || !landmark || landmark.visibility === 'absent') continue;
        found.push(other);
        break;
      }
  }
  return found;
}

/** The rectangle of whole px about all places; without any, an empty one. */
function around(places: readonly Point[]): Box {
  if (places.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, top] = [Math.floor(Math.min(...xs) - reach), Math.floor(Math.min(...ys) - reach)];
  return {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...xs) + reach) - left,
    height: Math.ceil(Math.max(...ys) + reach) - top,
  };
}

/** The least rectangle that holds both. */
export function bothAreas(one: Box, other: Box): Box {
  if (one.width === 0) return other;
  if (other.width === 0) return one;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
