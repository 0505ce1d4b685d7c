import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudioError, type TrainerJob, type TrainerMessage } from '../../contract/index.ts';
import type { StudioOptions } from '../context.ts';
import { Lane } from './lane.ts';
import { TrainerProcess } from './trainer-process.ts';

/**
 * Trainers that only describe or predict, one at a time: beside a training run, so that nobody waits for its end, but
 * never several at once, which would take its memory.
 */
export class ShortTrainers {
  readonly #options: StudioOptions;
  readonly #lane = new Lane();
  readonly #closing = new AbortController();

  constructor(options: StudioOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` when it is its turn. It is given a temporary folder, removed afterwards, and `start`, which runs a job
   * in it to its end; `start` rejects with StudioError 'cancelled' when the signal aborts or the project is closed, and
   * with 'failed' when the trainer fails.
   */
  run<Result>(
    signal: AbortSignal | null,
    work: (folder: string, start: StartTrainer) => Promise<Result>,
  ): Promise<Result> {
    const cancelled = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    return this.#lane.run(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keypoint-studio-'));
      try {
        return await work(folder, (job, onMessage) => this.#toItsEnd(folder, job, onMessage, cancelled));
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    });
  }

  async #toItsEnd(
    folder: string,
    job: TrainerJob,
    onMessage: (message: TrainerMessage) => void,
    cancelled: AbortSignal,
  ): Promise<void> {
    const refuseWhenCancelled = (): void => {
      if (cancelled.aborted) throw new StudioError('cancelled', 'Cancelled.');
    };
    refuseWhenCancelled();
    const trainer = new TrainerProcess(this.#options, job, folder, onMessage);
    const kill = (): void => trainer.kill();
    cancelled.addEventListener('abort', kill);
    const end = await trainer.ended;
    cancelled.removeEventListener('abort', kill);
    refuseWhenCancelled();
    if ('problem' in end) throw new StudioError('failed', end.problem);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lane.idle();
  }
}

export type StartTrainer = (job: TrainerJob, onMessage: (message: TrainerMessage) => void) => Promise<void>;
