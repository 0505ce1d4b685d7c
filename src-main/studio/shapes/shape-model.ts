import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Landmark, LandmarkSchema, ShapeModel, ShapePoint } from '../../contract/index.ts';
import { alignOnto, alignShapes, normalised, type Shape } from './align-shapes.ts';

/** Of fewer labelled shapes than this, the schema's template says more. */
export const leastShapes = 10;

/** A shape says something of how shapes vary when it has at least this part of its landmarks. */
const leastPresent = 0.5;

/** Modes are kept until they explain this part of the variance; the rest is noise. */
const explained = 0.98;

/** Coordinates are never more certain than this part of the shape's size (squared): digits and hands have their limits. */
const leastNoise = 1e-8;

/**
 * The model of how labelled shapes vary: PCA of the shapes after Procrustes alignment.
 *
 * @param shapes landmarks in px, each as long as the schema's; those that are mostly absent or without extent are left out
 * @returns of fewer than `leastShapes` the template, or the shapes' mean where the schema has none; a mean of nulls when there is neither
 */
export function shapeModelOf(shapes: readonly (readonly Landmark[])[], schema: LandmarkSchema): ShapeModel {
  const count = schema.landmarks.length;
  const usable = shapes.filter((landmarks) => landmarks.length === count).map(presentPoints);
  const aligned = alignShapes(usable.filter((shape) => shape.filter(Boolean).length >= leastPresent * count));
  const flat = { modes: [], variances: [], noise: leastNoise, shapes: aligned.shapes.length };
  if (aligned.shapes.length < leastShapes && schema.template)
    return { ...flat, basis: 'template', mean: normalised(schema.template) };
  const mean = aligned.mean.length === count ? aligned.mean : schema.landmarks.map(() => null);
  if (aligned.shapes.length < leastShapes) return { ...flat, basis: 'mean', mean };
  return {
    basis: 'shapes',
    shapes: aligned.shapes.length,
    mean: completed(mean, schema.template),
    ...principalModes(aligned.shapes, mean),
  };
}

function presentPoints(landmarks: readonly Landmark[]): Shape {
  return landmarks.map(({ x, y, visibility }) => (visibility === 'absent' ? null : [x, y]));
}

/** Landmarks that no shape has come from the template, laid onto the mean. */
function completed(mean: (ShapePoint | null)[], template: Shape | null): (ShapePoint | null)[] {
  const [laid] = (template && alignOnto(template, mean)) ?? [];
  return mean.map((point, index) => point ?? laid?.[index] ?? null);
}

/** Rows of `shapes` about the mean; what is absent in one is taken to be where the mean has it. */
function deviations(shapes: readonly Shape[], mean: Shape): Matrix {
  return new Matrix(
    shapes.map((shape) =>
      mean.flatMap((centre, index) => {
        const point = shape[index];
        return point && centre ? [point[0] - centre[0], point[1] - centre[1]] : [0, 0];
      }),
    ),
  );
}

function principalModes(shapes: readonly Shape[], mean: Shape): Pick<ShapeModel, 'modes' | 'variances' | 'noise'> {
  const rows = deviations(shapes, mean);
  const columns = rows.transpose();
  const freedom = shapes.length - 1;
  // The smaller of the two products has the same eigenvalues.
  const isWide = rows.columns > rows.rows;
  const product = (isWide ? rows.mmul(columns) : columns.mmul(rows)).div(freedom);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(product, { assumeSymmetric: true });
  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0);
  const modes: number[][] = [];
  const variances: number[] = [];
  let left = total;
  // Smallest first, as the decomposition answers them.
  for (let place = realEigenvalues.length - 1; place >= 0 && left > (1 - explained) * total; place -= 1) {
    const variance = realEigenvalues[place] ?? 0;
    if (variance <= leastNoise * 1e-3) break;
    const vector = eigenvectorMatrix.getColumnVector(place);
    const mode = isWide ? columns.mmul(vector) : vector;
    modes.push(mode.div(mode.norm()).to1DArray());
    variances.push(variance);
    left -= variance;
  }
  // Four directions are gone with place, turn and size.
  const directions = Math.max(1, rows.columns - 4 - modes.length);
  return { modes, variances, noise: Math.max(leastNoise, left / directions) };
}
