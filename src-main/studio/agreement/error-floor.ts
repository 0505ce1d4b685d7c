import type { ErrorFloor } from '../../contract/index.ts';
import { measure, type FaceTable } from '../evaluation/measures.ts';
import { runLandmarksIfAny } from '../runs/run-landmarks.ts';
import { seenOfInstance } from '../runs/seen-by-run.ts';
import type { ReadableStore, StoredAgreement, StoredRun } from '../store/interface.ts';
import { tabulatePairs } from './measure-pairs.ts';
import { pairFaces } from './pair-faces.ts';

/**
 * What the newest finished agreement measures to on the landmarks a run learned, in what the run sees: the error below which
 * no run can be told to be better, as the labels themselves are not better. Null where there is none, where the schema
 * has the run's landmarks no more, or no face of the sample has them in both labellings.
 */
export function errorFloor(store: ReadableStore, run: StoredRun): ErrorFloor | null {
  const agreement = finishedAgreement(store);
  const learned = runLandmarksIfAny(store, run)?.learned;
  if (!agreement?.finishedAt || !learned) return null;
  const { outerEyeCorners } = store.schema();
  const indices = learned.map(({ index }) => index);
  const { pairs } = pairFaces(store, agreement.id);
  const { truth, predicted } = tabulatePairs(pairs, indices, outerEyeCorners, ({ image, first }) =>
    seenOfInstance(run.recipe, image, first),
  );
  const rows = rowsWithLandmarks(truth);
  if (rows.length === 0) return null;
  const measures = measure(truth, predicted);
  return {
    agreement: agreement.id,
    finishedAt: agreement.finishedAt,
    images: new Set(rows.map((row) => pairs[row]?.image.id)).size,
    faces: rows.length,
    measures,
    nme: outerEyeCorners
      ? measures.nmeInterOcular
      : measure({ ...truth, eyeDistances: boxSizes(truth) }, predicted).nmeInterOcular,
  };
}

/** The newest that is finished; null where there is none. */
export function finishedAgreement(store: ReadableStore): StoredAgreement | null {
  return store.agreements.all().findLast(({ finishedAt }) => finishedAt !== null) ?? null;
}

function rowsWithLandmarks({ rows, columns, present }: FaceTable): number[] {
  return Array.from({ length: rows }, (_, row) => row).filter((row) =>
    present.subarray(row * columns, (row + 1) * columns).includes(1),
  );
}

/** √(w·h) of the box around each face's landmarks, px: what an NME is divided by where the schema names no eyes. NaN where that is nothing. */
function boxSizes({ rows, columns, places, present }: FaceTable): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column) => row * columns + column).filter(
      (cell) => present[cell] === 1,
    );
    const extent = (axis: 0 | 1): number => {
      const values = cells.map((cell) => places[2 * cell + axis] ?? NaN);
      return Math.max(...values) - Math.min(...values);
    };
    return Math.sqrt(extent(0) * extent(1)) || NaN;
  });
}
