import type { LandmarkSchema, SideConfusion } from '../../contract/index.ts';
import type { FaceTable } from './measures.ts';

/**
 * Which of two mirrored landmarks are taken for each other: for each mirror pair of the schema whose both landmarks are among the
 * columns, on how many faces the prediction of one lies nearer to the other's true place than to its own. The most confused first.
 *
 * @param indices each column's place in the schema
 * @param instanceIds of each row
 */
export function sideConfusions(
  { truth, predicted }: { truth: FaceTable; predicted: Float64Array },
  indices: readonly number[],
  schema: Pick<LandmarkSchema, 'mirrorPairs' | 'landmarks'>,
  instanceIds: readonly number[],
): SideConfusion[] {
  const { rows, columns, places, present } = truth;
  const squareBetween = (predictedCell: number, cell: number): number => {
    const dx = (predicted[2 * predictedCell] ?? NaN) - (places[2 * cell] ?? NaN);
    const dy = (predicted[2 * predictedCell + 1] ?? NaN) - (places[2 * cell + 1] ?? NaN);
    return dx * dx + dy * dy;
  };
  return schema.mirrorPairs
    .flatMap(([one, other]): SideConfusion[] => {
      const [left, right] = [indices.indexOf(one), indices.indexOf(other)];
      if (left < 0 || right < 0) return [];
      let [faces, first, second] = [0, 0, 0];
      const confused: number[] = [];
      for (let row = 0; row < rows; row++) {
        const [a, b] = [row * columns + left, row * columns + right];
        if (present[a] === 0 || present[b] === 0) continue;
        faces++;
        const [firstIs, secondIs] = [
          squareBetween(a, b) < squareBetween(a, a),
          squareBetween(b, a) < squareBetween(b, b),
        ];
        first += Number(firstIs);
        second += Number(secondIs);
        if (firstIs || secondIs) confused.push(instanceIds[row] ?? 0);
      }
      const nameOf = (index: number): string => schema.landmarks[index]?.name ?? '';
      const share = faces === 0 ? 0 : confused.length / faces;
      return [{ pair: [nameOf(one), nameOf(other)], faces, first, second, share, instanceIds: confused }];
    })
    .sort((one, other) => other.share - one.share || other.first + other.second - one.first - one.second);
}
