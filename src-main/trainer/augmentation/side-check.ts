import type { ProofSheet } from '../../contract/proof-sheet.ts';
import type { LandmarkSchema } from '../../contract/schema.ts';
import type { LearnedLandmark } from '../data/examples.ts';

/** A picture's landmarks as it is trained on. */
export interface ChangedPoints {
  /** (2K) x/W, y/H and 1 or 0. */
  targets: ArrayLike<number>;
  mask: ArrayLike<number>;
  mirrored: boolean;
  /** Radians by which the picture was turned. */
  rotation: number;
}

/** Landmarks nearer to the middle than this part of the widest one's distance are on neither side. */
const middle = 0.25;

/** Where each learned landmark belongs, as the proof sheet colours it. `meanShape`: (2K) of the training examples. */
export function sidesOf(
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
  meanShape: number[],
): ProofSheet['sides'] {
  const places = new Map(landmarks.map(({ index }, place) => [index, place]));
  const sides: ProofSheet['sides'] = landmarks.map(() => null);
  for (const pair of schema.mirrorPairs) {
    const [one, other] = pair.map((index) => places.get(index));
    if (one === undefined || other === undefined) continue;
    const oneIsLeft = (meanShape[2 * one] ?? 0) <= (meanShape[2 * other] ?? 0);
    sides[one] = oneIsLeft ? 'left' : 'right';
    sides[other] = oneIsLeft ? 'right' : 'left';
  }
  return sides;
}

/**
 * What to tell a person when landmarks that lie on one side of the mean shape lie on the other in most mirrored pictures; null
 * when none do. It looks at the landmarks that come out, whatever changed them: pairs that are missing or wrong in the schema show,
 * and so would a mirror that does not swap.
 *
 * Sides are those of the shape, not of the picture: left and right of its landmarks' centre, with the picture's turn taken back.
 */
export function mirrorAlarm(
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
  meanShape: number[],
  pictures: ChangedPoints[],
  { width, height }: { width: number; height: number },
): string | null {
  const mirrored = pictures.filter((picture) => picture.mirrored);
  const widest = Math.max(...acrossCentre(meanShape, [...landmarks.keys()], 0, width, height).map(Math.abs));
  const balance = landmarks.map(() => 0);
  for (const { targets, mask, rotation } of mirrored) {
    const there = [...landmarks.keys()].filter((place) => mask[2 * place] === 1);
    const usual = acrossCentre(meanShape, there, 0, width, height);
    const now = acrossCentre(targets, there, rotation, width, height);
    for (const [index, place] of there.entries()) {
      const [before = 0, after = 0] = [usual[index], now[index]];
      if (Math.abs(before) > middle * widest) balance[place] = (balance[place] ?? 0) + Math.sign(before * after);
    }
  }
  const astray = landmarks.filter((_, place) => (balance[place] ?? 0) < 0);
  if (astray.length === 0) return null;
  const names = astray.slice(0, 4).map(({ name }) => `"${name}"`);
  const others = astray.length > names.length ? ` and ${astray.length - names.length} more` : '';
  return (
    `In mirrored pictures ${names.join(', ')}${others} ${astray.length === 1 ? 'lies' : 'lie'} on the other side: the network would ` +
    `be taught to mistake left for right. The mirror pairs of the schema ${schema.name} are missing or wrong there: correct them, ` +
    'or set mirror to 0.'
  );
}

/** px to the right of the landmarks' centre, of each of `places`, once the picture is turned back by `rotation`. */
function acrossCentre(
  points: ArrayLike<number>,
  places: number[],
  rotation: number,
  width: number,
  height: number,
): number[] {
  const across = places.map(
    (place) =>
      Math.cos(rotation) * width * (points[2 * place] ?? 0) +
      Math.sin(rotation) * height * (points[2 * place + 1] ?? 0),
  );
  const centre = across.reduce((sum, value) => sum + value, 0) / across.length;
  return across.map((value) => value - centre);
}
