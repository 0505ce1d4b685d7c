import type { Landmark } from '../../../../src-main/contract/index.ts';
import type { Point } from '../stage/view-transform.ts';

/** How much of a move a landmark takes part in: all of it at the middle, none from the radius on, smooth in between. */
export function falloff(distance: number, radius: number): number {
  const part = Math.min(1, distance / radius);
  return (1 - part * part) ** 2;
}

/** A face with one landmark put elsewhere and those within `radius` of where it was following; px of the image. */
export function softMoved(landmarks: readonly Landmark[], index: number, to: Point, radius: number): Landmark[] {
  const from = landmarks[index];
  if (!from) return [...landmarks];
  const by = { x: to.x - from.x, y: to.y - from.y };
  return landmarks.map((landmark) => {
    if (landmark.visibility === 'absent') return landmark;
    const part = falloff(Math.hypot(landmark.x - from.x, landmark.y - from.y), radius);
    return part === 0 ? landmark : { ...landmark, x: landmark.x + part * by.x, y: landmark.y + part * by.y };
  });
}

/** The diagonal of the box around what of a face is present, px; null when that is at most one point. */
export function sizeOfFace(landmarks: readonly Landmark[]): number | null {
  const present = landmarks.filter((landmark) => landmark.visibility !== 'absent');
  const [xs, ys] = [present.map(({ x }) => x), present.map(({ y }) => y)];
  const size = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  return size > 0 ? size : null;
}
