import { applySimilarity, centreOf, fitSimilarity, type ShapePoint } from '../../contract/index.ts';

/** Points by landmark; null where there is none. */
export type Shape = readonly (ShapePoint | null)[];

export interface AlignedShapes {
  /** One for each landmark, centred and of size 1; null where no shape has it. */
  mean: (ShapePoint | null)[];
  /** The shapes in the mean's frame: same landmarks as they had. */
  shapes: Shape[];
}

const mostRounds = 20;
/** The mean has settled when none of its points moves by more than this part of its size. */
const settled = 1e-7;

/**
 * Generalised Procrustes alignment (Gower 1975) without reflections: turns, sizes and moves every shape onto the mean of all, until
 * that mean stays. A shape is aligned by the landmarks that it and the mean have. Shapes without extent are left out.
 */
export function alignShapes(shapes: readonly Shape[]): AlignedShapes {
  // The fullest shape begins, so that every other shares landmarks with it.
  const fullest = shapes.reduce<Shape>((best, shape) => (countOf(shape) > countOf(best) ? shape : best), []);
  let mean = normalised(fullest);
  let aligned: Shape[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    aligned = shapes.flatMap((shape) => alignOnto(shape, mean) ?? []);
    const next = uprighted(normalised(meanOf(aligned, mean.length)), mean);
    const change = furthestMove(mean, next);
    mean = next;
    if (change < settled) break;
  }
  return { mean, shapes: aligned };
}

/** The shape in the other's frame, as a list of one; null when what they share has no extent. */
export function alignOnto(shape: Shape, onto: Shape): Shape[] | null {
  const pairs = shape.flatMap((point, index) => {
    const other = onto[index];
    return point && other ? [{ point, other }] : [];
  });
  const similarity = fitSimilarity(
    pairs.map(({ point }) => point),
    pairs.map(({ other }) => other),
  );
  // A size of nothing: the least squares fit of shapes that have nothing in common.
  if (!similarity || similarity.a ** 2 + similarity.b ** 2 < 1e-18) return null;
  return [shape.map((point) => point && applySimilarity(similarity, point))];
}

/** Centred, and of size 1; a shape without extent has none. */
export function normalised(shape: Shape): (ShapePoint | null)[] {
  const present = shape.filter((point) => point !== null);
  const [cx, cy] = centreOf(present);
  const size = Math.hypot(...present.map(([x, y]) => Math.hypot(x - cx, y - cy)));
  return shape.map((point) => point && (size > 0 ? [(point[0] - cx) / size, (point[1] - cy) / size] : [0, 0]));
}

function meanOf(shapes: readonly Shape[], landmarks: number): (ShapePoint | null)[] {
  return Array.from({ length: landmarks }, (_, index) => {
    const points = shapes.flatMap((shape) => (shape[index] ? [shape[index]] : []));
    return points.length === 0 ? null : centreOf(points);
  });
}

/** Turned as the other is: a mean that turned from round to round would never settle. */
function uprighted(mean: (ShapePoint | null)[], before: Shape): (ShapePoint | null)[] {
  const [turned] = alignOnto(mean, before) ?? [mean];
  return turned ? normalised(turned) : mean;
}

function furthestMove(one: Shape, other: Shape): number {
  return Math.max(
    0,
    ...one.map((point, index) => {
      const moved = other[index];
      return point && moved ? Math.hypot(moved[0] - point[0], moved[1] - point[1]) : Number(point !== moved);
    }),
  );
}

const countOf = (shape: Shape): number => shape.filter((point) => point !== null).length;
