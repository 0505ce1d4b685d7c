import type { BoxPlot } from '../../contract/index.ts';
import { percentile, type FaceTable } from './measures.ts';

/**
 * How one landmark's errors lie over the faces that have it, as Tukey draws them: whiskers reach to the farthest values within 1.5
 * of the quartiles' distance from the box. Null when no face has it.
 *
 * @param table with predictions, rows × columns × 2, px
 * @param instanceIds of each row
 */
export function boxPlot(
  { truth, predicted }: { truth: FaceTable; predicted: Float64Array },
  column: number,
  instanceIds: readonly number[],
): BoxPlot | null {
  const errors = new Float64Array(truth.rows);
  for (let row = 0; row < truth.rows; row++) errors[row] = errorAt(truth, predicted, row * truth.columns + column);
  const sorted = errors.filter((error) => !Number.isNaN(error)).sort();
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return null;
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((share) => percentile(sorted, share));
  if (lowerQuartile === undefined || median === undefined || upperQuartile === undefined) return null;
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const upper = upperQuartile + reach;
  const outliers: BoxPlot['outliers'] = [];
  for (const [row, errorPx] of errors.entries())
    if (errorPx > upper) outliers.push({ instanceId: instanceIds[row] ?? 0, errorPx });
  return {
    least,
    lowerQuartile,
    median,
    upperQuartile,
    most,
    lowerWhisker: sorted.find((error) => error >= lowerQuartile - reach) ?? least,
    upperWhisker: sorted.findLast((error) => error <= upper) ?? most,
    outliers: outliers.sort((one, other) => other.errorPx - one.errorPx),
  };
}

function errorAt({ present, places }: FaceTable, predicted: Float64Array, cell: number): number {
  if (present[cell] === 0) return NaN;
  const dx = (predicted[2 * cell] ?? NaN) - (places[2 * cell] ?? NaN);
  const dy = (predicted[2 * cell + 1] ?? NaN) - (places[2 * cell + 1] ?? NaN);
  return Math.sqrt(dx * dx + dy * dy);
}
