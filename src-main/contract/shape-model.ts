import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** A place as x and y: of the model (centred, of size 1) or px of an image. */
export type ShapePoint = readonly [number, number];

/**
 * How shapes of a project vary: mean and principal modes of its labelled shapes after Procrustes alignment, so without place, turn and size.
 * Coordinates are the model's own: the mean's landmarks have their centre at (0, 0) and the squares of their distances to it add up to 1.
 */
export interface ShapeModel {
  /** `shapes`: modes of labelled shapes; of too few shapes the schema's `template`, or where it has none their `mean`, without modes. */
  basis: 'shapes' | 'template' | 'mean';
  /** Labelled shapes the model was made of, of those that could be used. */
  shapes: number;
  /** One for each landmark of the schema; null where no shape and no template has it. */
  mean: (ShapePoint | null)[];
  /** Modes × 2 × landmarks, as x and y after one another; orthonormal, largest variance first. */
  modes: number[][];
  /** Of the shapes along each mode. */
  variances: number[];
  /** Variance of a coordinate that no mode explains. */
  noise: number;
}

/** A turn, size and place: x' = a x - b y + x0, y' = b x + a y + y0. */
export interface Similarity {
  a: number;
  b: number;
  x: number;
  y: number;
}

export const applySimilarity = ({ a, b, x, y }: Similarity, [px, py]: ShapePoint): [number, number] => [
  a * px - b * py + x,
  b * px + a * py + y,
];

/** Undoes a similarity whose size is not nothing. */
export function invertSimilarity({ a, b, x, y }: Similarity): Similarity {
  const size = a * a + b * b;
  return { a: a / size, b: -b / size, x: -(a * x + b * y) / size, y: (b * x - a * y) / size };
}

/**
 * The similarity that takes points `from` nearest to points `to` (least squares, one pair a place).
 * Null when one of the two has no extent: all of its points are the same, or there are fewer than two.
 */
export function fitSimilarity(from: readonly ShapePoint[], to: readonly ShapePoint[]): Similarity | null {
  const [fx, fy] = centreOf(from);
  const [tx, ty] = centreOf(to);
  let [a, b, fromSize, toSize] = [0, 0, 0, 0];
  for (const [place, [x, y]] of from.entries()) {
    const [u, v] = to[place] ?? [tx, ty];
    const [dx, dy, du, dv] = [x - fx, y - fy, u - tx, v - ty];
    a += dx * du + dy * dv;
    b += dx * dv - dy * du;
    fromSize += dx * dx + dy * dy;
    toSize += du * du + dv * dv;
  }
  // Relative to where they are, since that is what their digits are lost to.
  const least = (x: number, y: number): number => 1e-18 * (1 + x * x + y * y);
  if (fromSize <= least(fx, fy) || toSize <= least(tx, ty)) return null;
  a /= fromSize;
  b /= fromSize;
  return { a, b, x: tx - (a * fx - b * fy), y: ty - (b * fx + a * fy) };
}

export function centreOf(points: readonly ShapePoint[]): [number, number] {
  const count = Math.max(1, points.length);
  return [points.reduce((sum, [x]) => sum + x, 0) / count, points.reduce((sum, [, y]) => sum + y, 0) / count];
}

const mostSteps = 20;
/** A step that changes the similarity by less than this part of the shape's size is the last. */
const settled = 1e-7;

/**
 * The likeliest whole shape given where some of its landmarks are: the conditional mean of the model's Gaussian, with place, turn
 * and size free. Regularised least squares for similarity and modes together (Cootes et al., Active Shape Models, 1995, with the
 * noise of probabilistic PCA, Tipping and Bishop, 1999), repeated since turning and size multiply the modes.
 *
 * @param pinned px of the image by landmark index; at least two that differ
 * @returns px of the image for each landmark, the pinned exactly where they are; null where the model has none. Null when the
 * pinned ones do not say where the shape is: fewer than two that the model knows, or all at one point.
 */
export function fillShape(
  model: ShapeModel,
  pinned: ReadonlyMap<number, ShapePoint>,
): ([number, number] | null)[] | null {
  const known = [...pinned].flatMap(([index, at]) => {
    const mean = model.mean[index];
    return mean ? [{ index, at, mean }] : [];
  });
  let place = fitSimilarity(
    known.map(({ mean }) => mean),
    known.map(({ at }) => at),
  );
  if (!place) return null;
  let weights = model.modes.map(() => 0);
  // Two points say nothing of the shape: place, turn and size take them up.
  if (known.length > 2 && model.modes.length > 0) {
    const normal = new CholeskyDecomposition(
      normalMatrix(
        model,
        known.map(({ index }) => index),
      ),
    );
    for (let step = 0; step < mostSteps && normal.isPositiveDefinite(); step += 1) {
      const solved = normal.solve(normalSide(model, known, place)).to1DArray();
      const [size = 0, turn = 0, dx = 0, dy = 0] = solved;
      weights = solved.slice(4);
      place = changedSimilarity(place, size, turn, dx, dy);
      if (Math.max(...[size, turn, dx, dy].map(Math.abs)) < settled) break;
    }
  }
  const final = place;
  return model.mean.map((mean, index) => {
    const at = pinned.get(index);
    if (at) return [at[0], at[1]];
    return mean && applySimilarity(final, bent(model, weights, index, mean));
  });
}

/** A landmark of the mean with the modes added. */
function bent(model: ShapeModel, weights: readonly number[], index: number, [x, y]: ShapePoint): [number, number] {
  let [bx, by] = [x, y];
  for (const [mode, weight] of weights.entries()) {
    bx += weight * (model.modes[mode]?.[2 * index] ?? 0);
    by += weight * (model.modes[mode]?.[2 * index + 1] ?? 0);
  }
  return [bx, by];
}

interface Known {
  index: number;
  at: ShapePoint;
  mean: ShapePoint;
}

/** How a landmark's x and y change with size, turn, x, y and each mode's weight, in the model's frame: 2 × (4 + modes). */
export function placeRows(model: ShapeModel, index: number): Matrix {
  const [x, y] = model.mean[index] ?? [0, 0];
  return new Matrix([
    [x, -y, 1, 0, ...model.modes.map((mode) => mode[2 * index] ?? 0)],
    [y, x, 0, 1, ...model.modes.map((mode) => mode[2 * index + 1] ?? 0)],
  ]);
}

/** The normal equations' matrix given these landmarks, in units of the noise: its inverse is the variance of size, turn, x, y and weights. */
export function normalMatrix(model: ShapeModel, indices: readonly number[]): Matrix {
  const normal = Matrix.zeros(4 + model.modes.length, 4 + model.modes.length);
  for (const index of indices) {
    const rows = placeRows(model, index);
    normal.add(rows.transpose().mmul(rows));
  }
  for (const [mode, variance] of model.variances.entries())
    normal.set(4 + mode, 4 + mode, normal.get(4 + mode, 4 + mode) + model.noise / variance);
  return normal;
}

/** What the landmarks' deviations from the mean say, in the frame of the present similarity: the normal equations' other side. */
function normalSide(model: ShapeModel, known: readonly Known[], place: Similarity): Matrix {
  const back = invertSimilarity(place);
  const side = Matrix.zeros(4 + model.modes.length, 1);
  for (const { index, at, mean } of known) {
    const [u, v] = applySimilarity(back, at);
    const deviation = Matrix.columnVector([u - mean[0], v - mean[1]]);
    side.add(placeRows(model, index).transpose().mmul(deviation));
  }
  return side;
}

/** The similarity after a change of it in its own frame: size and turn as parts of it, dx and dy in the frame's units. */
export function changedSimilarity(
  { a, b, x, y }: Similarity,
  size: number,
  turn: number,
  dx: number,
  dy: number,
): Similarity {
  return {
    a: a * (1 + size) - b * turn,
    b: b * (1 + size) + a * turn,
    x: a * dx - b * dy + x,
    y: b * dx + a * dy + y,
  };
}
