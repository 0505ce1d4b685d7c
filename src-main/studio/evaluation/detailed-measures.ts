import type { DetailedMeasures } from '../../contract/index.ts';
import type { FaceSizes } from './face-sizes.ts';
import { oks, pck } from './keypoint-scores.ts';
import { measure, type FaceTable } from './measures.ts';
import { normalisedErrors } from './normalised-errors.ts';

/** Faces to be measured: what they are, what was predicted, and what divides their errors. */
export interface MeasuredTable {
  truth: FaceTable;
  /** rows × columns × 2, px. */
  predicted: Float64Array;
  sizes: FaceSizes;
  /** Of each column's landmark, for OKS. */
  sigmas: readonly number[];
}

/**
 * All measures of a table, each by its published definition (shared with `measure`, `normalisedErrors`, `pck` and `oks`).
 * Null when no landmark is present.
 */
export function detailedMeasures(table: MeasuredTable, ced: boolean): DetailedMeasures | null {
  const { truth, predicted, sizes, sigmas } = table;
  const means = meanDistances(truth, predicted);
  const points = truth.present.reduce((count, present) => count + present, 0);
  if (points === 0) return null;
  const { mse, meanErrorPx, medianErrorPx, p95ErrorPx, rmseXPx, rmseYPx } = measure(truth, predicted);
  const roots = Float64Array.from({ length: truth.rows }, (_, row) =>
    Math.sqrt((sizes.boxes[2 * row] ?? NaN) * (sizes.boxes[2 * row + 1] ?? NaN)),
  );
  const at = (part: number): number | null => pck(truth, predicted, sizes.boxes, part);
  const [narrow, middle, wide] = [at(0.05), at(0.1), at(0.2)];
  return {
    faces: means.reduce((count, mean) => count + (Number.isNaN(mean) ? 0 : 1), 0),
    points,
    mse,
    rmse: Math.sqrt(mse),
    meanErrorPx,
    medianErrorPx,
    p95ErrorPx,
    rmseXPx,
    rmseYPx,
    normalised: {
      'inter-ocular': normalisedErrors(means, sizes.interOcular, ced),
      'inter-pupil': normalisedErrors(means, sizes.interPupil, ced),
      box: normalisedErrors(means, roots, ced),
    },
    pck: narrow === null || middle === null || wide === null ? null : { '0.05': narrow, '0.10': middle, '0.20': wide },
    oks: oks(truth, predicted, sizes.boxes, sigmas),
  };
}

/** Of each face the mean distance over its present landmarks, px; NaN without any. */
function meanDistances({ rows, columns, places, present }: FaceTable, predicted: Float64Array): Float64Array {
  const means = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let [total, count] = [0, 0];
    for (let cell = row * columns; cell < (row + 1) * columns; cell++) {
      if (present[cell] === 0) continue;
      const dx = (predicted[2 * cell] ?? NaN) - (places[2 * cell] ?? NaN);
      const dy = (predicted[2 * cell + 1] ?? NaN) - (places[2 * cell + 1] ?? NaN);
      total += Math.sqrt(dx * dx + dy * dy);
      count++;
    }
    means[row] = total / count;
  }
  return means;
}

/** Only these rows and columns of a table, in their order. */
export function partOf(table: MeasuredTable, rows: readonly number[], columns: readonly number[]): MeasuredTable {
  const { truth, predicted, sizes, sigmas } = table;
  const cells = rows.flatMap((row) => columns.map((column) => row * truth.columns + column));
  return {
    truth: {
      rows: rows.length,
      columns: columns.length,
      places: pairsOf(truth.places, cells),
      present: Uint8Array.from(cells, (cell) => truth.present[cell] ?? 0),
      sizes: pairsOf(truth.sizes, rows),
      eyeDistances: onesOf(truth.eyeDistances, rows),
    },
    predicted: pairsOf(predicted, cells),
    sizes: {
      interOcular: onesOf(sizes.interOcular, rows),
      interPupil: onesOf(sizes.interPupil, rows),
      boxes: pairsOf(sizes.boxes, rows),
    },
    sigmas: columns.map((column) => sigmas[column] ?? NaN),
  };
}

function onesOf(values: Float64Array, places: readonly number[]): Float64Array {
  return Float64Array.from(places, (place) => values[place] ?? NaN);
}

function pairsOf(values: Float64Array, places: readonly number[]): Float64Array {
  const pairs = new Float64Array(2 * places.length);
  for (const [order, place] of places.entries()) {
    pairs[2 * order] = values[2 * place] ?? NaN;
    pairs[2 * order + 1] = values[2 * place + 1] ?? NaN;
  }
  return pairs;
}
