import Database from 'better-sqlite3';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { StudioError } from '../../contract/index.ts';
import type { CheckpointOrder, StepMessage, StepOrder } from './long-step.ts';
import { configure, databaseName } from './open-store.ts';
import { Sql } from './sql.ts';
import { SqliteStore } from './sqlite-store.ts';

/** A worker thread's entry: makes one step of the store and says how far it is, brings the log into the database, and ends. */

/** ms between two words of progress. */
const progressEvery = 100;

const order = workerData as StepOrder | CheckpointOrder;
const database = new Database(join(order.projectFolder, databaseName), { fileMustExist: true });
configure(database);
// The log is brought into the database at the end, when the step is made, instead of within its commit.
database.pragma('wal_autocheckpoint = 0');
try {
  if (order.method !== 'checkpoint') make(order);
  database.pragma('wal_checkpoint(PASSIVE)');
} finally {
  database.close();
}

function say(message: StepMessage): void {
  parentPort?.postMessage(message);
}

function make({ projectFolder, method, parameters, cancelled }: StepOrder): void {
  // What is not committed yet stays in memory up to 128 MiB before it goes into the log.
  database.pragma('cache_size = -131072');
  const told: Extract<StepMessage, { kind: 'done' }>['told'] = [];
  let saidAt = performance.now();
  const store = new SqliteStore(new Sql(database), {
    projectFolder,
    readOnly: false,
    onEdit: (...each) => told.push(each),
    onChange: (done, total) => {
      if (Atomics.load(cancelled, 0) !== 0) throw new StudioError('cancelled', 'Cancelled: nothing changed.');
      const now = performance.now();
      if (now - saidAt < progressEvery) return;
      saidAt = now;
      say({ kind: 'progress', done, total });
    },
  });
  try {
    const result = (store[method] as (...each: unknown[]) => unknown).apply(store, [...parameters]);
    say({ kind: 'done', result, told });
  } catch (error) {
    say({
      kind: 'failed',
      code: error instanceof StudioError ? error.code : 'failed',
      message: error instanceof Error ? error.message : String(error),
    });
  }
}
