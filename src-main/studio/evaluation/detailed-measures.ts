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
  let points = 0;
  for (const present of truth.present) points += present;
  if (points === 0) return null;
  const { mse, meanErrorPx, medianErrorPx, p95ErrorPx, rmseXPx, rmseYPx } = measure(truth, predicted);
  const roots = new Float64Array(truth.rows);
  for (let row = 0; row < truth.rows; row++)
    roots[row] = Math.sqrt((sizes.boxes[2 * row] ?? NaN) * (sizes.boxes[2 * row + 1] ?? NaN));
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

/** Only these rows and columns of a table, in their order. Plain loops: it is made for each landmark of thousands of faces. */
export function partOf(table: MeasuredTable, rows: readonly number[], columns: readonly number[]): MeasuredTable {
  const { truth, predicted, sizes, sigmas } = table;
  const cells = new Uint32Array(rows.length * columns.length);
  let order = 0;
  for (const row of rows) for (const column of columns) cells[order++] = row * truth.columns + column;
  const present = new Uint8Array(cells.length);
  for (let place = 0; place < cells.length; place++) present[place] = truth.present[cells[place] ?? 0] ?? 0;
  const all = Uint32Array.from(rows);
  return {
    truth: {
      rows: rows.length,
      columns: columns.length,
      places: gathered(truth.places, cells, 2),
      present,
      sizes: gathered(truth.sizes, all, 2),
      eyeDistances: gathered(truth.eyeDistances, all, 1),
    },
    predicted: gathered(predicted, cells, 2),
    sizes: {
      interOcular: gathered(sizes.interOcular, all, 1),
      interPupil: gathered(sizes.interPupil, all, 1),
      boxes: gathered(sizes.boxes, all, 2),
    },
    sigmas: columns.map((column) => sigmas[column] ?? NaN),
  };
}

/** The values of these places, `width` of them each. */
function gathered(values: Float64Array, places: Uint32Array, width: 1 | 2): Float64Array {
  const found = new Float64Array(width * places.length);
  for (let order = 0; order < places.length; order++)
    for (let part = 0; part < width; part++)
      found[width * order + part] = values[width * (places[order] ?? 0) + part] ?? NaN;
  return found;
}
