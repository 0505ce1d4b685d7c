import { inverse, Matrix } from 'ml-matrix';
import { normalMatrix, placeRows, type ShapeModel } from './shape-model.ts';

/**
 * The landmark to ask a person for next, so that a shape filled from it and from those pinned is as certain as can be: the one
 * that takes most from the summed variance of all landmarks. The first two are the schema's outer eye corners, which people
 * find at once, or the two landmarks farthest apart.
 *
 * @returns its index; null when all that the model knows are pinned
 */
export function nextPin(
  model: ShapeModel,
  outerEyeCorners: readonly [number, number] | null,
  pinned: ReadonlySet<number>,
): number | null {
  const open = model.mean.flatMap((mean, index) => (mean && !pinned.has(index) ? [index] : []));
  if (open.length === 0) return null;
  if (pinned.size < 2) {
    const pair = outerEyeCorners?.every((index) => model.mean[index]) ? outerEyeCorners : farthestPair(model);
    return pair.find((index) => open.includes(index)) ?? open[0] ?? null;
  }
  const uncertain = inverse(normalMatrix(model, [...pinned]));
  const all = Matrix.zeros(uncertain.rows, uncertain.rows);
  for (const [index, mean] of model.mean.entries()) {
    const rows = mean && placeRows(model, index);
    if (rows) all.add(rows.transpose().mmul(rows));
  }
  const taken = uncertain.mmul(all).mmul(uncertain);
  const gains = open.map((index) => {
    const rows = placeRows(model, index);
    const back = rows.transpose();
    const own = Matrix.eye(2).add(rows.mmul(uncertain).mmul(back));
    return inverse(own).mmul(rows.mmul(taken).mmul(back)).trace();
  });
  return open[gains.indexOf(Math.max(...gains))] ?? null;
}

/** The two landmarks of the mean that are farthest apart. */
function farthestPair({ mean }: ShapeModel): [number, number] {
  let [farthest, pair]: [number, [number, number]] = [-1, [0, 0]];
  for (const [first, one] of mean.entries())
    for (const [second, other] of mean.entries()) {
      const distance = one && other && second > first ? Math.hypot(one[0] - other[0], one[1] - other[1]) : -1;
      if (distance > farthest) [farthest, pair] = [distance, [first, second]];
    }
  return pair;
}
