import { join } from 'node:path';
import { applySimilarity, type Landmark, type LandmarkSchema } from '../../contract/index.ts';
import { TimeSlices } from '../jobs/time-slices.ts';
import { shippedSchema } from '../project/shipped-schemas.ts';
import { FaceChecker } from './check-face.ts';
import type { FaceFinding } from './checked-face.ts';
import { usualFacesOf } from './usual-faces.ts';

/*
 * For tests: faces of 68 landmarks that nod and open their mouths, each somewhere in an image of 640 × 480, placed by a hand
 * that is a px off now and then.
 */

export const face68: LandmarkSchema = shippedSchema(
  join(import.meta.dirname, '..', '..', '..', 'resources'),
  'face-68',
);

export const image = { width: 640, height: 480 };

export function drawnFaces(count: number, seed = 1): Landmark[][] {
  const draw = drawer(seed);
  return Array.from({ length: count }, () => {
    const [turn, size, nod, open] = [0.2 * draw(), 220 + 40 * draw(), draw(), 0.3 + 0.3 * draw()];
    const at = { a: size * Math.cos(turn), b: size * Math.sin(turn), x: 180 + 30 * draw(), y: 80 + 30 * draw() };
    return (face68.template ?? []).map(([x, y], index): Landmark => {
      const lower = index >= 48 ? Math.max(0, y - 0.7) : 0;
      const [px, py] = applySimilarity(at, [x, y + 0.15 * nod * (x - 0.5) ** 2 + open * lower]);
      return { x: px + draw(), y: py + draw(), visibility: 'visible' };
    });
  });
}

/** Between -1 and 1, the same each time (mulberry32). */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

export const indexOf = (name: string): number => face68.landmarks.findIndex((landmark) => landmark.name === name);

/** What the checks find on a face, among so many others that are as they should be. */
export async function checkAmong(
  face: readonly Landmark[],
  others: readonly (readonly Landmark[])[] = drawnFaces(80),
  schema: LandmarkSchema = face68,
): Promise<FaceFinding[]> {
  const usual = await usualFacesOf([...others, face], schema, new TimeSlices());
  return new FaceChecker(schema, usual).check(image, face);
}

/** The face with some landmarks elsewhere. */
export function withMoved(face: readonly Landmark[], moved: Record<string, Partial<Landmark>>): Landmark[] {
  return face.map((landmark, index) => ({ ...landmark, ...moved[face68.landmarks[index]?.name ?? ''] }));
}

/** One that none of the others is. */
export const someFace = (): Landmark[] => drawnFaces(1, 99)[0] ?? [];
