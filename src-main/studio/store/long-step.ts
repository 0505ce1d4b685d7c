import { Worker } from 'node:worker_threads';
import { StudioError, type StudioErrorCode } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import type { Store } from './interface.ts';

/** What writes so many rows that a worker thread is worth its start. */
export type LongMethod =
  | 'undo'
  | 'redo'
  | 'jump'
  | 'setStatus'
  | 'setFlag'
  | 'setSplit'
  | 'setSchema'
  | 'importImages'
  | 'relinkImages'
  | 'openSuggestions'
  | 'acceptSuggestions'
  | 'dismissSuggestions';

/** What the worker is given. */
export interface StepOrder {
  projectFolder: string;
  method: LongMethod;
  parameters: readonly unknown[];
  /** One int32, not 0 once the step is to be given up. */
  cancelled: Int32Array<SharedArrayBuffer>;
}

/** What the worker is given when it is only to bring the log into the database. */
export interface CheckpointOrder {
  projectFolder: string;
  method: 'checkpoint';
}

/** What the worker says. */
export type StepMessage =
  | { kind: 'progress'; done: number; total: number | null }
  /** Committed. `told`: what an EditListener is to be told. */
  | { kind: 'done'; result: unknown; told: [imageIds: number[], countsChanged: boolean, schemaChanged: boolean][] }
  | { kind: 'failed'; code: StudioErrorCode; message: string };

type Told = Extract<StepMessage, { kind: 'done' }>['told'];

/**
 * A method of the store made in a worker thread with a connection of its own, and everybody else who wants to write kept waiting
 * meanwhile: SQLite lets one write, and a thread that waited for its lock would answer nobody.
 */
export class LongStep {
  readonly #projectFolder: string;
  readonly #worker: string | undefined;
  #atWork: Promise<unknown> | null = null;
  /** Settles when the last worker has let go of the database. */
  #ended: Promise<unknown> = Promise.resolve();
  readonly #waiting: (() => void)[] = [];

  constructor(projectFolder: string, worker: string | undefined) {
    this.#projectFolder = projectFolder;
    this.#worker = worker;
  }

  get hasWorker(): boolean {
    return this.#worker !== undefined;
  }

  async settled(): Promise<void> {
    while (this.#atWork) await this.#atWork;
  }

  whenSettled(work: () => void): void {
    if (this.#atWork) this.#waiting.push(work);
    else work();
  }

  ended(): Promise<unknown> {
    return this.#ended;
  }

  /** Throws StudioError 'in use' while a step is being made. */
  requireSettled(): void {
    if (this.#atWork)
      throw new StudioError('in use', 'A long step through the history is being made. Try again when it is done.');
  }

  /** To be called when settled, with a worker. */
  async make<Method extends LongMethod>(
    method: Method,
    parameters: Parameters<Store[Method]>,
    handle: JobHandle,
  ): Promise<{ result: ReturnType<Store[Method]>; told: Told }> {
    const made = this.#make(method, parameters, handle);
    this.#atWork = made.catch(() => undefined);
    try {
      const { result, told } = await made;
      return { result: result as ReturnType<Store[Method]>, told };
    } finally {
      this.#atWork = null;
      for (const work of this.#waiting.splice(0)) work();
    }
  }

  #make(
    method: LongMethod,
    parameters: readonly unknown[],
    handle: JobHandle,
  ): Promise<Extract<StepMessage, { kind: 'done' }>> {
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const order: StepOrder = { projectFolder: this.#projectFolder, method, parameters, cancelled };
    const worker = new Worker(this.#worker ?? '', { workerData: order });
    this.#ended = new Promise((resolve) => worker.once('exit', resolve));
    const cancel = () => void Atomics.store(cancelled, 0, 1);
    handle.signal.addEventListener('abort', cancel);
    if (handle.signal.aborted) cancel();
    return new Promise<Extract<StepMessage, { kind: 'done' }>>((resolve, reject) => {
      worker.on('message', (message: StepMessage) => {
        if (message.kind === 'progress') handle.progress(message.done, message.total);
        else if (message.kind === 'done') resolve(message);
        else reject(new StudioError(message.code, message.message));
      });
      worker.once('error', reject);
      worker.once('exit', () =>
        reject(new StudioError('failed', 'The step ended before it was made: nothing changed.')),
      );
    }).finally(() => handle.signal.removeEventListener('abort', cancel));
  }
}
