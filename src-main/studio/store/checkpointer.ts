import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './long-step.ts';
import { databaseName } from './open-store.ts';

/** The log is brought into the database when it is longer than this (bytes), looked at this often (ms) while edits come. */
const longLog = 8 * 2 ** 20;
const lookEvery = 3000;

/**
 * Brings SQLite's log into the database in a worker thread. SQLite does it by itself within the commit that makes the log long:
 * one edit in a hundred then waits for the whole of it.
 *
 * @see https://sqlite.org/wal.html#checkpointing
 */
export class Checkpointer {
  readonly #projectFolder: string;
  readonly #worker: string | undefined;
  #timer: NodeJS.Timeout | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(projectFolder: string, worker: string | undefined) {
    this.#projectFolder = projectFolder;
    this.#worker = worker;
  }

  /** To be called after a write. */
  written(): void {
    if (this.#worker === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#look();
    }, lookEvery).unref();
  }

  /** Settles when no worker has the database open any more, and none will. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#ended;
  }

  #look(): void {
    const log = statSync(join(this.#projectFolder, `${databaseName}-wal`), { throwIfNoEntry: false });
    if (!log || log.size < longLog) return;
    const order: CheckpointOrder = { projectFolder: this.#projectFolder, method: 'checkpoint' };
    const worker = new Worker(this.#worker ?? '', { workerData: order });
    // One that fails is made up for by SQLite itself, which then does it within a commit.
    worker.once('error', () => undefined);
    this.#ended = new Promise((resolve) => worker.once('exit', resolve));
  }
}
