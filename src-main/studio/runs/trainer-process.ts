import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chooseEngine,
  tellsOfMemory,
  whatToTryForMemory,
  type EngineChoice,
  type TrainerCommand,
  type TrainerJob,
  type TrainerMessage,
} from '../../contract/index.ts';
import type { StudioOptions } from '../context.ts';
import { readRuntime } from '../system/system-info.ts';
import { parseTrainerMessage } from './trainer-messages.ts';

/**
 * How a trainer went away. `finished`, `stopped` and `recycled` (to go on in a fresh process) as it said itself; `failed` when it said why or ended with an error;
 * `killed` when it ended by a signal, ours, the system's or its own crash.
 */
export type TrainerEnd =
  | { how: 'finished' | 'stopped' | 'recycled' }
  | { how: 'failed'; problem: string }
  | { how: 'killed'; problem: string };

/** The message that is all a job is asked for. */
const answers: Partial<Record<TrainerJob['kind'], TrainerMessage['kind']>> = {
  describe: 'described',
  estimate: 'estimated',
};

/** A trainer that has said its last word, or has closed its channel, is given this long to leave by itself. */
const graceMilliseconds = 2_000;

/**
 * glibc gives large buffers back to the kernel by default, and every training step would page them in again. These two
 * settings keep them; they are read when the process starts, so they must be in its environment. Other platforms ignore them.
 */
export const keepMemory = { MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '17179869184' };

/** Signals by which a process is ended on purpose, by a person or by the system (out of memory: SIGKILL); others are crashes. */
const requests: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);

/** What trainers compute with. Throws StudioError 'no runtime' or 'bad input' where KEYPOINT_STUDIO_ENGINE asks for what is not there. */
export function requireEngine(options: StudioOptions): EngineChoice {
  return chooseEngine(readRuntime(options.runtimeFile), process.env.KEYPOINT_STUDIO_ENGINE);
}

/**
 * One trainer process at work on one job. It is told to leave when the studio's end of the channel closes, so it never
 * outlives the studio; its output goes straight into the log file, so nothing of it is lost with the studio either.
 */
export class TrainerProcess {
  /** Settles once the process is gone; never rejects. */
  readonly ended: Promise<TrainerEnd>;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #job: TrainerJob;
  #killed = false;
  #said: TrainerEnd | null = null;
  #grace: NodeJS.Timeout | null = null;

  /**
   * Writes `job.json` into `folder` and starts a trainer with it; stdout and stderr are appended to `log.txt` there.
   * `onMessage` is called with every message but the last (`ended`, `failed`), which settles `ended`.
   * Throws as `requireEngine`.
   */
  constructor(options: StudioOptions, job: TrainerJob, folder: string, onMessage: (message: TrainerMessage) => void) {
    const { engine, reason } = requireEngine(options);
    const jobFile = join(folder, 'job.json');
    writeFileSync(jobFile, JSON.stringify(job, null, 1));
    this.#job = job;
    this.#logFile = join(folder, 'log.txt');
    const log = openSync(this.#logFile, 'a');
    try {
      this.#child = fork(options.trainer.entry, [jobFile], {
        execPath: options.trainer.executable,
        execArgv: [],
        env: {
          ...process.env,
          ...keepMemory,
          KEYPOINT_STUDIO_ENGINE: engine,
          KEYPOINT_STUDIO_ENGINE_REASON: reason ?? '',
          ...options.trainer.environment,
        },
        stdio: ['ignore', log, log, 'ipc'],
        // JSON would turn the NaN of a run that has diverged into null.
        serialization: 'advanced',
      });
    } finally {
      closeSync(log);
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        if (this.#child.pid === undefined)
          resolve({ how: 'failed', problem: `The trainer could not be started: ${error.message}` });
      });
      // `close` comes after the last message has been read, `exit` may come before it.
      this.#child.once('close', (code, signal) => {
        if (this.#grace) clearTimeout(this.#grace);
        resolve(this.#said ?? this.#unsaid(code, signal));
      });
    });
    this.#child.on('message', (message) => this.#receive(message, onMessage));
    this.#child.once('disconnect', () => this.#leaveSoon());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(command: TrainerCommand): void {
    // A trainer that has just gone cannot be told; that it is gone is told by `ended`.
    if (this.#child.connected) this.#child.send(command, () => undefined);
  }

  /** Ends the process at once; what it has written so far stays. */
  kill(): void {
    this.#killed = true;
    this.#child.kill('SIGKILL');
  }

  #receive(raw: unknown, onMessage: (message: TrainerMessage) => void): void {
    if (this.#said) return;
    try {
      const message = parseTrainerMessage(raw);
      if (message === null) return;
      if (message.kind === 'ended') this.#say({ how: message.how });
      else if (message.kind === 'failed') this.#say({ how: 'failed', problem: message.message });
      else {
        onMessage(message);
        // Having answered, a trainer that was asked for no more just leaves.
        if (message.kind === answers[this.#job.kind]) this.#say({ how: 'finished' });
      }
    } catch (error) {
      this.#said = { how: 'failed', problem: `What the trainer said could not be taken: ${(error as Error).message}` };
      this.kill();
    }
  }

  #say(end: TrainerEnd): void {
    this.#said = end;
    this.#leaveSoon();
  }

  #leaveSoon(): void {
    this.#grace ??= setTimeout(() => this.kill(), graceMilliseconds);
  }

  #unsaid(code: number | null, signal: NodeJS.Signals | null): TrainerEnd {
    const advice = 'recipe' in this.#job ? whatToTryForMemory(this.#job.recipe.batch) : null;
    if (signal === 'SIGKILL' && !this.#killed && advice)
      return {
        how: 'killed',
        problem: `The trainer was ended from outside (SIGKILL). Systems do that most often for want of memory. ${advice}`,
      };
    // Asked to end by the system, a trainer leaves with 0.
    if (code === 0 || (signal && requests.has(signal)))
      return { how: 'killed', problem: `The trainer was ended from outside${signal ? ` (${signal})` : ''}.` };
    const lines = lastLines(this.#logFile, 8);
    if (advice && tellsOfMemory(lines))
      return {
        how: signal ? 'killed' : 'failed',
        problem: `There was not enough memory. ${advice} The trainer's last words:\n${lines}\n`,
      };
    const log = lines ? ` Its last words:\n${lines}\n` : '';
    if (signal) return { how: 'killed', problem: `The trainer crashed (${signal}).${log}` };
    return { how: 'failed', problem: `The trainer ended with exit code ${code} before it was done.${log}` };
  }
}

/** The last `count` lines of a text file that are not blank; empty when there are none. */
function lastLines(file: string, count: number): string {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
