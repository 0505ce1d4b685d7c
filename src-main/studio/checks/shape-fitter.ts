import { inverse, Matrix } from 'ml-matrix';
import {
  applySimilarity,
  changedSimilarity,
  fitSimilarity,
  invertSimilarity,
  placeRows,
  type ShapeModel,
  type ShapePoint,
  type Similarity,
} from '../../contract/index.ts';
import type { Shape } from '../shapes/align-shapes.ts';

/** The shape model laid onto a face by some of its landmarks. */
export interface ShapeFit {
  /** From the model's frame to px of the image. */
  place: Similarity;
  /**
   * By landmark: how far it is from where all others that were used have it, in the model's frame (parts of the shape's size).
   * Null where the face or the model has none.
   */
  distances: (number | null)[];
}

/** Place, turn and size take four numbers: of fewer landmarks nothing is left that could be wrong. */
const leastLandmarks = 4;
const mostSteps = 8;
const settled = 1e-5;
const rememberedRegressions = 64;

/**
 * Fits a shape model to faces: ridge regression of their landmarks on place, turn, size and the model's modes (see `fillShape`).
 * A landmark's distance is the leave-one-out residual, which regression gives in closed form by its leverage
 * (r_i = (I - H_ii)^-1 (y_i - ŷ_i), Cook and Weisberg, 1982), so that a landmark does not vouch for itself.
 */
export class ShapeFitter {
  readonly model: ShapeModel;
  /** By landmark, 2 × width: how its x and y change with size, turn, x, y and each mode's weight. */
  readonly #rows: (Float64Array | null)[];
  readonly #width: number;
  /** By which landmarks are used: faces of a project mostly have the same. */
  readonly #regressions = new Map<string, Regression>();

  constructor(model: ShapeModel) {
    this.model = model;
    this.#width = 4 + model.modes.length;
    this.#rows = model.mean.map((mean, index) => mean && Float64Array.from(placeRows(model, index).to1DArray()));
  }

  /** Null when the used landmarks are too few or all at one point. */
  fit(shape: Shape, used: readonly number[]): ShapeFit | null {
    const { mean } = this.model;
    const pairs = used.flatMap((index) => {
      const [at, centre] = [shape[index], mean[index]];
      return at && centre ? [{ index, at, centre }] : [];
    });
    if (pairs.length < leastLandmarks) return null;
    let place = fitSimilarity(
      pairs.map(({ centre }) => centre),
      pairs.map(({ at }) => at),
    );
    if (!place || place.a ** 2 + place.b ** 2 < 1e-12) return null;
    const regression = this.#regression(pairs.map(({ index }) => index));
    let weights = new Float64Array(this.#width);
    for (let step = 0; step < mostSteps; step += 1) {
      const back = invertSimilarity(place);
      const side = new Float64Array(this.#width);
      for (const { index, at, centre } of pairs) {
        const [u, v] = applySimilarity(back, at);
        this.#addSide(side, index, u - centre[0], v - centre[1]);
      }
      weights = times(regression.inverse, side);
      const [size = 0, turn = 0, dx = 0, dy = 0] = weights;
      place = changedSimilarity(place, size, turn, dx, dy);
      if (Math.max(Math.abs(size), Math.abs(turn), Math.abs(dx), Math.abs(dy)) < settled) break;
    }
    // The last change of place was taken up by `place` itself.
    weights.fill(0, 0, 4);
    return { place, distances: this.#distances(shape, place, weights, regression) };
  }

  /** Where the model has a landmark that far from its mean, in its own frame. */
  #expected(index: number, weights: Float64Array): ShapePoint {
    const rows = this.#rows[index];
    let [x, y] = this.model.mean[index] ?? [0, 0];
    if (rows)
      for (let column = 0; column < this.#width; column += 1) {
        x += (rows[column] ?? 0) * (weights[column] ?? 0);
        y += (rows[this.#width + column] ?? 0) * (weights[column] ?? 0);
      }
    return [x, y];
  }

  #distances(shape: Shape, place: Similarity, weights: Float64Array, regression: Regression): (number | null)[] {
    const back = invertSimilarity(place);
    return this.model.mean.map((mean, index) => {
      const at = shape[index];
      if (!at || !mean) return null;
      const [u, v] = applySimilarity(back, at);
      const [x, y] = this.#expected(index, weights);
      const left = regression.leaveOut.get(index);
      if (!left) return Math.hypot(u - x, v - y);
      return Math.hypot(left[0] * (u - x) + left[1] * (v - y), left[2] * (u - x) + left[3] * (v - y));
    });
  }

  #addSide(side: Float64Array, index: number, dx: number, dy: number): void {
    const rows = this.#rows[index];
    if (!rows) return;
    for (let column = 0; column < this.#width; column += 1)
      side[column] = (side[column] ?? 0) + (rows[column] ?? 0) * dx + (rows[this.#width + column] ?? 0) * dy;
  }

  #regression(used: readonly number[]): Regression {
    const key = used.join();
    const known = this.#regressions.get(key);
    if (known) return known;
    const made = this.#makeRegression(used);
    const oldest = this.#regressions.keys().next().value;
    if (this.#regressions.size >= rememberedRegressions && oldest !== undefined) this.#regressions.delete(oldest);
    this.#regressions.set(key, made);
    return made;
  }

  #makeRegression(used: readonly number[]): Regression {
    const inverted = Float64Array.from(
      inverse(Matrix.from1DArray(this.#width, this.#width, this.#normal(used))).to1DArray(),
    );
    const leaveOut = new Map<number, LeaveOut>();
    for (const index of used) {
      const rows = this.#rows[index];
      if (!rows) continue;
      const [x, y] = [rows.subarray(0, this.#width), rows.subarray(this.#width)];
      const [ofX, ofY] = [times(inverted, x), times(inverted, y)];
      leaveOut.set(index, invertedBlock(1 - dot(x, ofX), -dot(x, ofY), 1 - dot(y, ofY)));
    }
    return { inverse: inverted, leaveOut };
  }

  /** As `normalMatrix`, without a matrix a landmark: this is most of the work where each face leaves out others. */
  #normal(used: readonly number[]): Float64Array {
    const width = this.#width;
    const normal = new Float64Array(width * width);
    for (const [mode, variance] of this.model.variances.entries())
      normal[(4 + mode) * (width + 1)] = this.model.noise / variance;
    for (const index of used) {
      const rows = this.#rows[index];
      if (!rows) continue;
      for (let one = 0; one < width; one += 1) {
        const [x, y] = [rows[one] ?? 0, rows[width + one] ?? 0];
        for (let other = 0; other < width; other += 1)
          normal[one * width + other] =
            (normal[one * width + other] ?? 0) + x * (rows[other] ?? 0) + y * (rows[width + other] ?? 0);
      }
    }
    return normal;
  }
}

type LeaveOut = readonly [number, number, number, number];

interface Regression {
  /** Width × width: of the normal equations' matrix. */
  inverse: Float64Array;
  /** By used landmark: takes its residual to the one it would have had if it had not been used. */
  leaveOut: ReadonlyMap<number, LeaveOut>;
}

/** Of the symmetric ((a, b), (b, d)); a landmark that alone decides where it is has no residual at all, and keeps none. */
function invertedBlock(a: number, b: number, d: number): LeaveOut {
  const determinant = a * d - b * b;
  if (determinant < 1e-6) return [1, 0, 0, 1];
  return [d / determinant, -b / determinant, -b / determinant, a / determinant];
}

function times(square: Float64Array, column: Float64Array): Float64Array<ArrayBuffer> {
  const width = column.length;
  const result = new Float64Array(width);
  for (let row = 0; row < width; row += 1) {
    let sum = 0;
    for (let place = 0; place < width; place += 1) sum += (square[row * width + place] ?? 0) * (column[place] ?? 0);
    result[row] = sum;
  }
  return result;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place += 1) sum += (left[place] ?? 0) * (right[place] ?? 0);
  return sum;
}
