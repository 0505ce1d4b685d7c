import { StudioError, type Job } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';

/** Windows are told of a job's progress at most this often. */
const progressMilliseconds = 100;

interface RunningJob {
  job: Job;
  abort: AbortController;
  /** Settles when the work has, one way or the other. */
  settled: Promise<unknown>;
  owner: object | null;
}

/** Long pieces of work other than training: what all windows see of them, and their cancellation. */
export class JobList {
  readonly #running = new Map<number, RunningJob>();
  readonly #tell: (job: Job, ended: boolean) => void;
  #lastId = 0;

  constructor(tell: (job: Job, ended: boolean) => void) {
    this.#tell = tell;
  }

  /**
   * Runs work as a job that belongs to an owner (the open project) or to nobody. Rejects with what the work throws, or with
   * StudioError 'cancelled' when it was cancelled; work that finished all the same counts as finished.
   */
  async run<Result>(
    title: string,
    owner: object | null,
    work: (handle: JobHandle) => Promise<Result>,
  ): Promise<Result> {
    const job: Job = { id: (this.#lastId += 1), title, done: 0, total: null, secondsLeft: null, cancellable: true };
    const abort = new AbortController();
    const { promise: settled, resolve: settle } = Promise.withResolvers<undefined>();
    this.#running.set(job.id, { job, abort, settled, owner });
    this.#tell({ ...job }, false);
    let toldAt = performance.now();
    // The pace is reckoned from the first word of progress on: what came before it (a trainer starting) is not done again.
    let first: { done: number; at: number } | null = null;
    try {
      return await work({
        signal: abort.signal,
        progress: (done, total) => {
          const now = performance.now();
          first ??= { done, at: now };
          Object.assign(job, {
            done,
            total,
            secondsLeft: secondsLeft(first.done, done, total, (now - first.at) / 1000),
          });
          if (now - toldAt < progressMilliseconds) return;
          toldAt = now;
          this.#tell({ ...job }, false);
        },
      });
    } catch (error) {
      if (abort.signal.aborted) throw new StudioError('cancelled', `${title}: cancelled.`, { cause: error });
      throw error;
    } finally {
      this.#running.delete(job.id);
      this.#tell({ ...job }, true);
      settle(undefined);
    }
  }

  /** Oldest first. */
  all(): Job[] {
    return [...this.#running.values()].map(({ job }) => ({ ...job }));
  }

  /** Asks a job to end; it does so as soon as its work notices. Throws StudioError 'not found'. */
  cancel(jobId: number): void {
    const running = this.#running.get(jobId);
    if (!running) throw new StudioError('not found', `There is no job ${jobId}: it may have ended meanwhile.`);
    running.abort.abort();
  }

  /** Cancels all jobs of an owner, or of everybody, and waits until their work has let go. */
  async cancelAll(owner?: object): Promise<void> {
    const jobs = [...this.#running.values()].filter((running) => owner === undefined || running.owner === owner);
    for (const { abort } of jobs) abort.abort();
    await Promise.all(jobs.map(({ settled }) => settled));
  }
}

/**
 * From the mean pace since `from` was done, `seconds` ago; null until more is done than was then, or when nobody knows how
 * much there is.
 */
export function secondsLeft(from: number, done: number, total: number | null, seconds: number): number | null {
  if (total === null || done <= from) return null;
  return Math.max(0, ((total - done) / (done - from)) * seconds);
}
