import { freemem, totalmem } from 'node:os';
import type { TrainerMessage } from '../../contract/index.ts';

/** When a trainer is thought to be silent, and when to have grown too large. */
export interface TrainerLimits {
  /** A trainer is silent after so many ms without a word, or after so many of its steps where those take longer. */
  silenceMilliseconds: number;
  silenceSteps: number;
  /** Memory beyond its first epoch's times this, plus so many bytes, is a leak's. */
  growth: number;
  growthBytes: number;
}

export const trainerLimits: TrainerLimits = {
  silenceMilliseconds: 60_000,
  silenceSteps: 20,
  growth: 1.5,
  growthBytes: 512 * 2 ** 20,
};

/** So little of the machine's memory free, a trainer that has grown by a tenth is begun anew as well. */
const leastFree = 0.05;
/** Step times remembered. */
const remembered = 31;

/**
 * Follows what one trainer says: tells when it has been silent for long (seconds, and null once it speaks again), though its
 * process is there, and when it should go on from its checkpoint in a fresh process, as its memory has grown.
 */
export class TrainerWatch {
  readonly #limits: TrainerLimits;
  readonly #silent: (seconds: number | null) => void;
  readonly #tooLarge: () => void;
  #timer: NodeJS.Timeout | null = null;
  #lastWord = 0;
  #wasSilent = false;
  #lastStep: number | null = null;
  #stepMilliseconds: number[] = [];
  #firstMemory: number | null = null;
  #told = false;

  constructor(silent: (seconds: number | null) => void, tooLarge: () => void, limits: TrainerLimits = trainerLimits) {
    this.#silent = silent;
    this.#tooLarge = tooLarge;
    this.#limits = limits;
  }

  heard(message: TrainerMessage): void {
    const now = performance.now();
    this.#lastWord = now;
    if (this.#wasSilent) this.#silent(null);
    this.#wasSilent = false;
    if (message.kind === 'step') {
      if (this.#lastStep !== null)
        this.#stepMilliseconds = [...this.#stepMilliseconds, now - this.#lastStep].slice(-remembered);
      this.#lastStep = now;
    } else this.#lastStep = null;
    if (message.kind === 'epoch') this.#weigh(message.result.memoryBytes);
    // One that rests has nothing to say.
    if (message.kind === 'paused' && message.paused) this.end();
    else this.#listen();
  }

  /** The trainer is gone, or rests. */
  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #listen(): void {
    if (this.#timer) clearInterval(this.#timer);
    const every = this.#patience();
    this.#timer = setInterval(() => {
      this.#wasSilent = true;
      this.#silent((performance.now() - this.#lastWord) / 1000);
    }, every);
    this.#timer.unref();
  }

  #patience(): number {
    const sorted = [...this.#stepMilliseconds].sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return Math.max(this.#limits.silenceMilliseconds, this.#limits.silenceSteps * median);
  }

  #weigh(bytes: number | undefined): void {
    if (bytes === undefined || this.#told) return;
    this.#firstMemory ??= bytes;
    const { growth, growthBytes } = this.#limits;
    const leaks = bytes > growth * this.#firstMemory + growthBytes;
    const crowds = freemem() < leastFree * totalmem() && bytes > 1.1 * this.#firstMemory;
    if (!leaks && !crowds) return;
    this.#told = true;
    this.#tooLarge();
  }
}
