import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReadableStore } from '../store/interface.ts';
import { databaseName } from '../store/open-store.ts';
import { backupName, backupNames, backupsFolder, backupTime, pruneBackups } from './backup-list.ts';

export const keptBackups = 10;

const hour = 3_600_000;
/** The first waits until the window has what it shows. */
const firstAfter = 3000;

/**
 * Backs up an open project's database: soon after it was opened and every hour, when it changed since the last backup; the
 * last 10 are kept. Copying happens in a worker thread, while edits go on. `copier` is the worker's entry file.
 */
export class BackupKeeper {
  readonly #store: ReadableStore;
  readonly #copier: string;
  readonly #onProblem: (message: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #worker: Worker | null = null;
  #work: Promise<unknown> = Promise.resolve();

  constructor(store: ReadableStore, copier: string, onProblem: (message: string) => void) {
    this.#store = store;
    this.#copier = copier;
    this.#onProblem = onProblem;
  }

  start(): void {
    this.#wait(firstAfter);
  }

  /** Makes a backup unless nothing changed since the last. Answers its name, or null when there was nothing to do. */
  backUp(): Promise<string | null> {
    const made = this.#work.then(() => this.#backUp());
    this.#work = made.catch(() => null);
    return made;
  }

  /** Settles when nothing reads the database any more; a backup on its way is given up. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#worker?.terminate();
    await this.#work;
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.backUp().catch((error: unknown) => {
        if (this.#timer)
          this.#onProblem(
            `${this.#store.projectFolder} could not be backed up: ${(error as Error).message}. ` +
              'Your work is saved in the project itself; the next backup is tried in an hour.',
          );
      });
      this.#wait(hour);
    }, milliseconds);
    this.#timer.unref();
  }

  async #backUp(): Promise<string | null> {
    const folder = this.#store.projectFolder;
    // The window tells of that, and a backup would make a folder that is in the way when the project comes back.
    if (this.#store.place().kind !== 'there') return null;
    if (!changedSinceBackup(folder)) return null;
    const name = backupName(new Date());
    const to = join(backupsFolder(folder), name);
    try {
      await this.#copy(join(folder, databaseName), to);
    } catch (error) {
      rmSync(`${to}.making`, { force: true });
      throw error;
    }
    pruneBackups(folder, keptBackups);
    return name;
  }

  async #copy(from: string, to: string): Promise<void> {
    const worker = new Worker(this.#copier, { workerData: { from, to } });
    this.#worker = worker;
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('it was given up'))));
      });
    } finally {
      this.#worker = null;
    }
  }
}

/** By the files' times: the log grows with every change, and closing moves it into the database. */
export function changedSinceBackup(projectFolder: string): boolean {
  const [last] = backupNames(projectFolder);
  const at = last && backupTime(last);
  if (!at) return true;
  const changes = ['', '-wal'].map((ending) => {
    const found = statSync(join(projectFolder, databaseName + ending), { throwIfNoEntry: false });
    return found && found.size > 0 ? found.mtimeMs : 0;
  });
  return Math.max(...changes) > Date.parse(at);
}
