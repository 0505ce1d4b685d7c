import type { MarkPoint } from '../../../components/picture-landmarks/marks.ts';
import type { ComparedItem, RunComparison } from '../../../stores/compared-run.ts';

/** One landmark of a face, A's error beside B's; px of the original image, null where it does not count or was not learned. */
export interface LandmarkPair {
  /** Place among A's landmarks, and among B's. */
  place: number;
  placeOfB: number | null;
  name: string;
  error: number | null;
  other: number | null;
  /** How much more A is off than B. */
  delta: number | null;
}

const known = (error: number | undefined): number | null => (error === undefined || Number.isNaN(error) ? null : error);

/** A's landmarks in its order. */
export function landmarkPairs(
  a: RunComparison,
  item: ComparedItem,
  b: RunComparison | null,
  other: ComparedItem | null,
): LandmarkPair[] {
  const placesOfB = new Map(b?.landmarks.map(({ index }, place) => [index, place]));
  return a.landmarks.map(({ index, name }, place) => {
    const placeOfB = placesOfB.get(index) ?? null;
    const error = known(item.errors[place]);
    const beside = placeOfB === null ? null : known(other?.errors[placeOfB]);
    const delta = error === null || beside === null ? null : error - beside;
    return { place, placeOfB, name, error, other: beside, delta };
  });
}

/** What is drawn of a landmark that moved from B's place to A's. */
export interface DrawnChange {
  place: number;
  from: { x: number; y: number };
  to: { x: number; y: number };
  isBetter: boolean;
}

/** Smaller differences than this are neither better nor worse, px. */
export const sameWithin = 0.25;

/** From where B has each landmark to where A has it, for those whose error differs. */
export function drawnChanges(
  pairs: readonly LandmarkPair[],
  ofA: readonly MarkPoint[],
  ofB: readonly MarkPoint[],
): DrawnChange[] {
  return pairs.flatMap(({ place, placeOfB, delta }) => {
    const [to, from] = [ofA[place], placeOfB === null ? null : ofB[placeOfB]];
    if (!to || !from || delta === null || Math.abs(delta) < sameWithin) return [];
    return [{ place, from, to, isBetter: delta < 0 }];
  });
}

/**
 * An arrow as SVG paths: the shaft and its head, `size` long, in the picture's px.
 */
export function arrowPaths({ from, to }: DrawnChange, size: number): { shaft: string; head: string } {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const at = (turn: number, length: number): string =>
    `${(to.x + length * Math.cos(angle + turn)).toFixed(2)} ${(to.y + length * Math.sin(angle + turn)).toFixed(2)}`;
  const tip = `${to.x.toFixed(2)} ${to.y.toFixed(2)}`;
  return {
    shaft: `M${from.x.toFixed(2)} ${from.y.toFixed(2)}L${tip}`,
    head: `M${tip}L${at(2.65, size)}L${at(-2.65, size)}Z`,
  };
}
