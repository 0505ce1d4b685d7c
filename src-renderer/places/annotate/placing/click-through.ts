import type { Landmark } from '../../../../src-main/contract/index.ts';

/** Which landmarks a round of clicks goes through: those not placed yet, or all of a face that is complete. */
export type Walk = 'absent' | 'all';

/** A face with something missing is completed; a complete one is gone through again. */
export function walkOf(landmarks: readonly Landmark[]): Walk {
  return landmarks.some((landmark) => landmark.visibility === 'absent') ? 'absent' : 'all';
}

/**
 * The landmark to place next: the first of the round that was not passed by (left out, or gone through again). Null when the round
 * is over. One whose placing was undone is absent again, so its turn comes again.
 */
export function nextToPlace(landmarks: readonly Landmark[], passed: ReadonlySet<number>, walk: Walk): number | null {
  const found = landmarks.findIndex(
    (landmark, index) => !passed.has(index) && (walk === 'all' || landmark.visibility === 'absent'),
  );
  return found < 0 ? null : found;
}

/** The landmark before one, placed or not; after the round's end (null) the last. The first stays the first. */
export function placedBefore(landmarks: readonly Landmark[], index: number | null): number {
  return Math.max(0, (index ?? landmarks.length) - 1);
}
