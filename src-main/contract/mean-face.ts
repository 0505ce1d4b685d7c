import type { MeasuredPart, Normaliser } from './measures.ts';
import type { LandmarkSchema } from './schema.ts';
import type { ShapePoint } from './shape-model.ts';

/** What the scale is told in: so long on the mean face, in its own coordinates. */
export interface ErrorUnit {
  length: number;
  /** After a percentage. */
  words: string;
}

/**
 * What an error is told in on the mean face: parts of the outer eye corners' distance where the schema and every measured landmark
 * have one, else of the box, √(w·h). Null where the mean face has no extent.
 */
export function unitOnMeanFace(
  parts: readonly MeasuredPart[],
  schema: LandmarkSchema,
  mean: readonly (ShapePoint | null)[],
): (ErrorUnit & { normaliser: Normaliser }) | null {
  const [left, right] = (schema.outerEyeCorners ?? []).map((index) => mean[index] ?? null);
  const hasEyes = parts.every(({ run }) => run?.normalised['inter-ocular'] !== null);
  if (left && right && hasEyes) {
    const length = Math.hypot(left[0] - right[0], left[1] - right[1]);
    return { normaliser: 'inter-ocular', length, words: 'of the distance of the outer eye corners' };
  }
  const known = mean.filter((point) => point !== null);
  const extent = (axis: 0 | 1): number => {
    const values = known.map((point) => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  const length = Math.sqrt(extent(0) * extent(1));
  return length > 0 && Number.isFinite(length) ? { normaliser: 'box', length, words: 'of the box, √(w·h)' } : null;
}
