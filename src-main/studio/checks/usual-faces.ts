import type { Landmark, LandmarkSchema, ShapeModel } from '../../contract/index.ts';
import type { TimeSlices } from '../jobs/time-slices.ts';
import type { Shape } from '../shapes/align-shapes.ts';
import { shapeModelOf } from '../shapes/shape-model.ts';
import { fitRobustly } from './robust-fit.ts';
import { ShapeFitter } from './shape-fitter.ts';

/** What a project's faces are like: what one of them is measured against. Plain values, so that it can be stored. */
export interface UsualFaces {
  /** Faces it was told from. */
  faces: number;
  model: ShapeModel;
  /** By landmark: distance from the shape model that is out of the ordinary, in the model's frame; null while too few faces are labelled to tell. */
  limits: number[] | null;
  /** By landmark: the part of the faces that have it. */
  presence: number[];
  /** Landmarks that often share a place, as inner lips do when a mouth is closed: pairs of indices, the lower first. */
  together: [number, number][];
}

/** With fewer labelled faces a shape that was not seen before is no sign of a mistake. */
export const leastFaces = 30;

/** A landmark is out of the ordinary this many deviations (1.4826 MAD) beyond the median. */
const deviations = 6;

/** Nearer than this part of the face's spread no two people agree, and drawn faces no less exactly than they are drawn. */
const leastLimit = 0.05;

/** So many limits from the mean shape lies what no turn of the head explains. */
const grossly = 2;

/** Landmarks that share a place in this part of the faces are meant to. */
const oftenTogether = 0.02;

/** More shapes make a model slower to compute and hardly another one. */
const mostShapes = 500;

/** Learns what is usual from labelled faces (landmarks in px, each as long as the schema's), in slices of time. */
export async function usualFacesOf(
  faces: readonly (readonly Landmark[])[],
  schema: LandmarkSchema,
  slices: TimeSlices,
): Promise<UsualFaces> {
  const count = schema.landmarks.length;
  const whole = faces.filter((landmarks) => landmarks.length === count);
  const shapes = whole.map(shapeOf);
  let model = shapeModelOf(spread(whole, mostShapes), schema);
  let limits: number[] | null = null;
  if (model.basis === 'shapes' && model.shapes >= leastFaces) {
    // What is grossly wrong, and often so, makes a mode of its own by which it then looks right: it goes by its distance to the mean.
    const plain = new ShapeFitter({ ...model, modes: [], variances: [] });
    const wide = limitsOf(await distancesOf(() => plain, shapes, slices)).map((limit) => grossly * limit);
    const sane = await within(wide, () => plain, whole, shapes, slices);
    const kept = sane.length >= leastFaces ? sane : whole;
    // Each half is measured by the other's model, so that no face is taken for usual because it is there itself.
    const keptShapes = kept.map(shapeOf);
    const halves = [0, 1].map(
      (half) =>
        new ShapeFitter(
          shapeModelOf(
            spread(
              kept.filter((_, place) => place % 2 !== half),
              mostShapes,
            ),
            schema,
          ),
        ),
    );
    const fitterOf = (place: number): ShapeFitter => halves[place % 2] ?? plain;
    limits = limitsOf(await distancesOf(fitterOf, keptShapes, slices));
    const clean = await within(limits, fitterOf, kept, keptShapes, slices);
    model = shapeModelOf(spread(clean.length >= leastFaces ? clean : kept, mostShapes), schema);
  }
  return {
    faces: whole.length,
    model,
    limits,
    presence: Array.from(
      { length: count },
      (_, index) => shapes.filter((shape) => shape[index]).length / Math.max(1, shapes.length),
    ),
    together: togetherOf(shapes),
  };
}

export function shapeOf(landmarks: readonly Landmark[]): Shape {
  return landmarks.map(({ x, y, visibility }) => (visibility === 'absent' ? null : [x, y]));
}

/** The faces of which no landmark is beyond its limit. */
async function within(
  limits: readonly number[],
  fitterOf: (place: number) => ShapeFitter,
  faces: readonly (readonly Landmark[])[],
  shapes: readonly Shape[],
  slices: TimeSlices,
): Promise<(readonly Landmark[])[]> {
  const found: (readonly Landmark[])[] = [];
  for (const [place, landmarks] of faces.entries()) {
    if (fitRobustly(fitterOf(place), shapes[place] ?? [], limits)?.off.size === 0) found.push(landmarks);
    await slices.rest();
  }
  return found;
}

/** At most so many of them, evenly spread. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, Math.ceil(items.length / most));
  return items.filter((_, place) => place % step === 0);
}

/** By landmark: the distances of all faces that have it. */
async function distancesOf(
  fitterOf: (place: number) => ShapeFitter,
  shapes: readonly Shape[],
  slices: TimeSlices,
): Promise<number[][]> {
  const found = (shapes[0] ?? []).map((): number[] => []);
  for (const [place, shape] of shapes.entries()) {
    const fit = fitterOf(place).fit(shape, presentOf(shape));
    for (const [index, distance] of fit?.distances.entries() ?? []) if (distance !== null) found[index]?.push(distance);
    await slices.rest();
  }
  return found;
}

function limitsOf(distances: readonly (readonly number[])[]): number[] {
  const least = leastLimit / Math.sqrt(distances.length);
  return distances.map((ofLandmark) => {
    const middle = median(ofLandmark);
    const spread = 1.4826 * median(ofLandmark.map((distance) => Math.abs(distance - middle)));
    return Math.max(least, middle + deviations * spread);
  });
}

export const presentOf = (shape: Shape): number[] => shape.flatMap((point, index) => (point ? [index] : []));

/** 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function togetherOf(shapes: readonly Shape[]): [number, number][] {
  const counts = new Map<string, number>();
  for (const shape of shapes)
    for (const pair of pairsWithin(shape, 1e-2 * spreadOf(shape)))
      counts.set(pair.join(), (counts.get(pair.join()) ?? 0) + 1);
  return [...counts].flatMap(([pair, times]) => {
    const [one = 0, other = 0] = pair.split(',').map(Number);
    return times > Math.max(1, oftenTogether * shapes.length) ? [[one, other] as [number, number]] : [];
  });
}

/** Pairs of landmarks no farther apart than that (px), the lower index first. */
export function pairsWithin(shape: Shape, distance: number): [number, number][] {
  const sorted = shape
    .flatMap((point, index) => (point ? [{ index, x: point[0], y: point[1] }] : []))
    .sort((one, other) => one.x - other.x);
  const pairs: [number, number][] = [];
  for (const [place, one] of sorted.entries())
    for (let next = place + 1; next < sorted.length; next += 1) {
      const other = sorted[next];
      if (!other || other.x - one.x > distance) break;
      if (Math.hypot(other.x - one.x, other.y - one.y) <= distance)
        pairs.push([Math.min(one.index, other.index), Math.max(one.index, other.index)]);
    }
  return pairs;
}

/** How large a face is, px: root of the mean squared distance of its landmarks to their middle. */
export function spreadOf(shape: Shape): number {
  const points = shape.filter((point) => point !== null);
  const count = Math.max(1, points.length);
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / count);
  return Math.sqrt(points.reduce((sum, [u, v]) => sum + (u - (x ?? 0)) ** 2 + (v - (y ?? 0)) ** 2, 0) / count);
}
