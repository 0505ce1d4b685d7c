import type { Landmark } from '../../../../src-main/contract/index.ts';
import type { Point } from '../stage/view-transform.ts';

type Pairs = readonly (readonly [number, number])[];

/** A face's line of symmetry: a point on it and the unit direction across it, px of the image. */
interface Midline {
  at: Point;
  across: Point;
}

const isThere = (landmark: Landmark | undefined): landmark is Landmark =>
  landmark !== undefined && landmark.visibility !== 'absent';

/** The line halfway between the landmarks of the pairs that are both present; null when no pair has any extent. */
function midlineOf(landmarks: readonly Landmark[], pairs: Pairs): Midline | null {
  const both = pairs.flatMap(([left, right]) => {
    const [one, other] = [landmarks[left], landmarks[right]];
    return isThere(one) && isThere(other) ? [{ one, other }] : [];
  });
  const sum = (value: (pair: (typeof both)[number]) => number): number =>
    both.reduce((total, pair) => total + value(pair), 0);
  const [dx, dy] = [sum(({ one, other }) => other.x - one.x), sum(({ one, other }) => other.y - one.y)];
  const length = Math.hypot(dx, dy);
  if (!(length > 1e-6)) return null;
  return {
    at: {
      x: sum(({ one, other }) => one.x + other.x) / (2 * both.length),
      y: sum(({ one, other }) => one.y + other.y) / (2 * both.length),
    },
    across: { x: dx / length, y: dy / length },
  };
}

function reflected(landmark: Landmark, { at, across }: Midline): Landmark {
  const distance = (landmark.x - at.x) * across.x + (landmark.y - at.y) * across.y;
  return { ...landmark, x: landmark.x - 2 * distance * across.x, y: landmark.y - 2 * distance * across.y };
}

/**
 * The face mirrored left to right about its own midline, with every landmark still on its own side: each takes the reflection of
 * its partner, one without a partner that of itself. Null when there is no pair to say where the midline is.
 */
export function mirroredFace(landmarks: readonly Landmark[], pairs: Pairs): Landmark[] | null {
  const midline = midlineOf(landmarks, pairs);
  if (!midline) return null;
  const partners = partnersOf(pairs);
  return landmarks.map((landmark, index) => {
    const partner = landmarks[partners.get(index) ?? index] ?? landmark;
    return isThere(partner) ? reflected(partner, midline) : { ...landmark, visibility: 'absent' };
  });
}

/** The face with absent landmarks of one side put where their partners are on the other. Null as above. */
export function completedByMirror(landmarks: readonly Landmark[], pairs: Pairs): Landmark[] | null {
  const midline = midlineOf(landmarks, pairs);
  if (!midline) return null;
  const partners = partnersOf(pairs);
  return landmarks.map((landmark, index) => {
    const partner = landmarks[partners.get(index) ?? -1];
    return landmark.visibility === 'absent' && isThere(partner) ? reflected(partner, midline) : landmark;
  });
}

function partnersOf(pairs: Pairs): Map<number, number> {
  return new Map(pairs.flatMap(([left, right]) => [[left, right] as const, [right, left] as const]));
}
