import { StudioError } from '../../contract/index.ts';
import type { ErrorOfPrediction, StoredPrediction } from './interface.ts';
import { decodeBox, decodePoints, encodeBox, encodePoints } from './landmark-codec.ts';
import { toInstance, type InstanceRow } from './rows.ts';
import type { Sql } from './sql.ts';
import type { Writing } from './writing.ts';

interface PredictionRow {
  run_id: number;
  image_id: number;
  instance_id: number;
  landmarks: Buffer;
  error_px: number | null;
  seen: string | null;
}

const ofPresentInstances = 'SELECT predictions.* FROM predictions JOIN instances ON instances.id = instance_id';

/** `+`: in the order of an index SQLite would go through all of the run's predictions to find the image's. */
export const ofImage = `${ofPresentInstances} WHERE predictions.image_id = ? AND run_id = ? ORDER BY +instance_id`;

/** A query takes about as long as reading so many rows of one. */
const rowsPerQuery = 10;

/** What runs predicted for instances, with its error, and each image's mean error, by which lists are ordered. */
export class PredictionTable {
  readonly #sql: Sql;
  readonly #writing: Writing;

  constructor(sql: Sql, writing: Writing) {
    this.#sql = sql;
    this.#writing = writing;
  }

  /** Those of instances that are there now, by image; of these images alone when they are given. */
  of(runId: number, imageIds?: ReadonlySet<number>): StoredPrediction[] {
    if (imageIds && rowsPerQuery * imageIds.size < this.#countOf(runId))
      return [...imageIds].flatMap((imageId) =>
        this.#sql.all<PredictionRow>(ofImage, imageId, runId).map(toPrediction),
      );
    const all = this.#sql.all<PredictionRow>(
      `${ofPresentInstances} WHERE run_id = ? ORDER BY predictions.image_id, instance_id`,
      runId,
    );
    return (imageIds ? all.filter((row) => imageIds.has(row.image_id)) : all).map(toPrediction);
  }

  replace(runId: number, predictions: readonly StoredPrediction[]): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM predictions WHERE run_id = ?', runId);
      this.#sql.run('DELETE FROM image_errors WHERE run_id = ?', runId);
      this.#write(runId, predictions);
    });
  }

  /** In place of those of the same instances; the run's others stay. */
  put(runId: number, predictions: readonly StoredPrediction[]): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => this.#write(runId, predictions));
  }

  /**
   * Computes the errors of predictions again for up to `most` images whose labels changed. Answers the runs that have others
   * now, and whether more images are due.
   */
  refreshErrors(most: number, errorOf: ErrorOfPrediction): { runIds: number[]; left: boolean } {
    this.#writing.requireWritable();
    return this.#sql.atomically(() => {
      const stale = this.#sql.all<{ image_id: number }>('SELECT image_id FROM stale_errors LIMIT ?', most);
      const runIds = new Set<number>();
      for (const { image_id: imageId } of stale) {
        for (const runId of this.#refreshImage(imageId, errorOf)) runIds.add(runId);
        this.#sql.run('DELETE FROM stale_errors WHERE image_id = ?', imageId);
      }
      return { runIds: [...runIds], left: stale.length === most };
    });
  }

  #countOf(runId: number): number {
    return (
      this.#sql.get<{ count: number }>('SELECT count(*) AS count FROM predictions WHERE run_id = ?', runId)?.count ?? 0
    );
  }

  /** Answers the runs for which an error of the image is another now. */
  #refreshImage(imageId: number, errorOf: ErrorOfPrediction): Set<number> {
    const changed = new Set<number>();
    const runs = new Set<number>();
    for (const row of this.#sql.all<PredictionRow>('SELECT * FROM predictions WHERE image_id = ?', imageId)) {
      runs.add(row.run_id);
      const instance = this.#sql.get<InstanceRow>('SELECT * FROM instances WHERE id = ?', row.instance_id);
      const errorPx = instance ? errorOf(row.run_id, toPrediction(row), toInstance(instance)) : null;
      if (errorPx === row.error_px) continue;
      this.#sql.run(
        'UPDATE predictions SET error_px = ? WHERE run_id = ? AND instance_id = ?',
        errorPx,
        row.run_id,
        row.instance_id,
      );
      changed.add(row.run_id);
    }
    // Of all runs: an image that went and came back has lost its means, though no error changed.
    for (const runId of runs) this.#averageImage(runId, imageId);
    return changed;
  }

  #write(runId: number, predictions: readonly StoredPrediction[]): void {
    if (!this.#sql.get('SELECT 1 FROM runs WHERE id = ?', runId))
      throw new StudioError('not found', `There is no run ${runId} in this project.`);
    for (const { imageId, instanceId, landmarks, seen, errorPx } of predictions)
      this.#sql.run(
        `INSERT OR REPLACE INTO predictions (run_id, instance_id, image_id, landmarks, error_px, seen)
         VALUES (?, ?, ?, ?, ?, ?)`,
        runId,
        instanceId,
        imageId,
        encodePoints(landmarks),
        errorPx,
        encodeBox(seen),
      );
    for (const imageId of new Set(predictions.map((prediction) => prediction.imageId)))
      this.#averageImage(runId, imageId);
  }

  #averageImage(runId: number, imageId: number): void {
    this.#sql.run('DELETE FROM image_errors WHERE run_id = ? AND image_id = ?', runId, imageId);
    this.#sql.run(
      `INSERT INTO image_errors (run_id, image_id, error_px)
       SELECT run_id, image_id, avg(error_px) FROM predictions
       WHERE run_id = ? AND image_id = ? AND error_px IS NOT NULL AND EXISTS (SELECT 1 FROM images WHERE id = image_id)
       GROUP BY image_id`,
      runId,
      imageId,
    );
  }
}

function toPrediction(row: PredictionRow): StoredPrediction {
  return {
    imageId: row.image_id,
    instanceId: row.instance_id,
    landmarks: decodePoints(row.landmarks),
    seen: decodeBox(row.seen),
    errorPx: row.error_px,
  };
}
