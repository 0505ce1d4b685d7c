import {
  recipeSchema,
  StudioError,
  type Device,
  type EpochResult,
  type LayerSummary,
  type LoaderSample,
  type RunGrid,
  type RunStatus,
  type SnapshotSummary,
} from '../../contract/index.ts';
import type { NewRun, RunUpdate, StoredRun } from './interface.ts';
import type { Sql, SqlValue } from './sql.ts';
import type { Writing } from './writing.ts';

interface RunRow {
  id: number;
  status: RunStatus;
  recipe: string;
  note: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  device: string | null;
  studio_version: string | null;
  snapshot: string;
  baseline_loss: number | null;
  best_epoch: number | null;
  problem: string | null;
  layers: string;
  samples: string;
  queue_place: number | null;
  grid_id: number | null;
  grid_values: string | null;
  schema_state: string | null;
}

/** Column of each field that may change, and how it is written. */
const updates: { [Field in keyof RunUpdate]-?: { column: string; json: boolean } } = {
  status: { column: 'status', json: false },
  note: { column: 'note', json: false },
  startedAt: { column: 'started_at', json: false },
  endedAt: { column: 'ended_at', json: false },
  device: { column: 'device', json: true },
  studioVersion: { column: 'studio_version', json: false },
  baselineLoss: { column: 'baseline_loss', json: false },
  bestEpoch: { column: 'best_epoch', json: false },
  problem: { column: 'problem', json: false },
  layers: { column: 'layers', json: true },
  samples: { column: 'samples', json: true },
};

/** Runs and their epochs. What a machine writes stands outside the edit journal: a person's undo never touches it. */
export class RunTable {
  readonly #sql: Sql;
  readonly #writing: Writing;

  constructor(sql: Sql, writing: Writing) {
    this.#sql = sql;
    this.#writing = writing;
  }

  /** Newest first. */
  all(): StoredRun[] {
    return this.#sql.all<RunRow>('SELECT * FROM runs ORDER BY id DESC').map(toRun);
  }

  one(runId: number): StoredRun | null {
    const row = this.#sql.get<RunRow>('SELECT * FROM runs WHERE id = ?', runId);
    return row ? toRun(row) : null;
  }

  create(run: NewRun): number {
    this.#writing.requireWritable();
    const created = this.#sql.atomically(() => {
      const id = this.#sql.run(
        `INSERT INTO runs (status, recipe, note, created_at, snapshot, schema_state)
         VALUES ('queued', ?, ?, ?, ?, (SELECT json_extract(schema_history, '$.state') FROM project))`,
        JSON.stringify(run.recipe),
        run.note,
        new Date().toISOString(),
        JSON.stringify(run.snapshot),
      );
      if (run.grid)
        this.#sql.run(
          'UPDATE runs SET grid_id = ?, grid_values = ? WHERE id = ?',
          run.grid.id ?? id,
          JSON.stringify(run.grid.values),
          id,
        );
      return id;
    });
    this.#writing.countsChanged();
    return created;
  }

  /** The runs that wait, in order; no other run has a place then. */
  setQueue(runIds: readonly number[]): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      this.#sql.run('UPDATE runs SET queue_place = NULL WHERE queue_place IS NOT NULL');
      for (const [place, id] of runIds.entries())
        this.#sql.run('UPDATE runs SET queue_place = ? WHERE id = ?', place, id);
    });
  }

  update(runId: number, update: RunUpdate): void {
    this.#writing.requireWritable();
    const fields = (Object.keys(updates) as (keyof RunUpdate)[]).filter((field) => update[field] !== undefined);
    this.#sql.atomically(() => {
      this.#require(runId);
      if (fields.length === 0) return;
      const values = fields.map((field): SqlValue => {
        const value = update[field];
        return updates[field].json && value !== null ? JSON.stringify(value) : (value as string | number | null);
      });
      const assignments = fields.map((field) => `${updates[field].column} = ?`);
      this.#sql.run(`UPDATE runs SET ${assignments.join(', ')} WHERE id = ?`, ...values, runId);
    });
  }

  delete(runId: number): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      this.#require(runId);
      this.#sql.run('DELETE FROM runs WHERE id = ?', runId);
    });
    this.#writing.countsChanged();
  }

  epochs(runId: number): EpochResult[] {
    return this.#sql
      .all<{
        epoch: number;
        train_loss: number | null;
        validation_loss: number | null;
        images_per_second: number;
        seconds: number;
        nme: number | null;
        nme_by: 'inter-ocular' | 'box' | null;
        learning_rate: number | null;
        memory_bytes: number | null;
      }>('SELECT * FROM epochs WHERE run_id = ? ORDER BY epoch', runId)
      .map((row) => ({
        epoch: row.epoch,
        trainLoss: row.train_loss ?? NaN,
        validationLoss: row.validation_loss ?? NaN,
        imagesPerSecond: row.images_per_second,
        seconds: row.seconds,
        // Epochs of earlier versions have none of these.
        ...(row.nme_by !== null && { nme: row.nme, nmeBy: row.nme_by }),
        ...(row.learning_rate !== null && { learningRate: row.learning_rate }),
        ...(row.memory_bytes !== null && { memoryBytes: row.memory_bytes }),
      }));
  }

  /** Replaces the epoch when it is there already, as after a resume. */
  addEpoch(runId: number, result: EpochResult): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      this.#require(runId);
      this.#sql.run(
        `INSERT OR REPLACE INTO epochs (run_id, epoch, train_loss, validation_loss, images_per_second, seconds, nme, nme_by, learning_rate, memory_bytes)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        runId,
        result.epoch,
        result.trainLoss,
        result.validationLoss,
        result.imagesPerSecond,
        result.seconds,
        result.nme ?? null,
        result.nmeBy ?? null,
        result.learningRate ?? null,
        result.memoryBytes ?? null,
      );
    });
  }

  #require(runId: number): void {
    if (!this.#sql.get('SELECT 1 FROM runs WHERE id = ?', runId))
      throw new StudioError('not found', `There is no run ${runId} in this project.`);
  }
}

function toRun(row: RunRow): StoredRun {
  return {
    id: row.id,
    status: row.status,
    // Stored by an earlier version it lacks what recipes have gained since.
    recipe: recipeSchema.parse(JSON.parse(row.recipe)),
    note: row.note,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    device: row.device === null ? null : (JSON.parse(row.device) as Device),
    studioVersion: row.studio_version,
    snapshot: JSON.parse(row.snapshot) as SnapshotSummary,
    baselineLoss: row.baseline_loss,
    bestEpoch: row.best_epoch,
    problem: row.problem,
    layers: JSON.parse(row.layers) as LayerSummary[],
    samples: JSON.parse(row.samples) as LoaderSample[],
    schemaState: row.schema_state,
    queuePlace: row.queue_place,
    grid:
      row.grid_id === null || row.grid_values === null
        ? null
        : { id: row.grid_id, values: JSON.parse(row.grid_values) as RunGrid['values'] },
  };
}
