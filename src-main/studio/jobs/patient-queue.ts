import { StudioError, type StudioErrorCode } from '../../contract/index.ts';

/** ms between two attempts. */
const pause = 1000;

/** What passes by itself or by a person's doing: a full disk, another program's lock, a folder that was moved. */
const passing: readonly StudioErrorCode[] = ['failed', 'in use', 'read only'];

/** Whether the studio could not write just now, and did nothing: the same may be done later. */
export function isPassing(error: unknown): error is StudioError {
  return error instanceof StudioError && passing.includes(error.code);
}

/**
 * Does pieces of work in order. One that cannot be written now is tried again every second, and those after it wait, so that
 * nothing of them is lost meanwhile. A piece may thus be begun several times. `onHeld` is told once of each wait.
 */
export class PatientQueue {
  readonly #onHeld: (error: StudioError) => void;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(onHeld: (error: StudioError) => void) {
    this.#onHeld = onHeld;
  }

  /** Does the work now if nothing waits. Throws what it throws, unless that passes. */
  add(work: () => void): void {
    this.#waiting.push(work);
    if (!this.#timer) this.#work(true);
  }

  /** Leaves undone what waits. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.length = 0;
  }

  #work(isFirst: boolean): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      try {
        next();
      } catch (error) {
        if (!isPassing(error)) {
          this.#waiting.shift();
          throw error;
        }
        if (isFirst) this.#onHeld(error);
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#work(false);
        }, pause);
        return;
      }
      this.#waiting.shift();
      isFirst = true;
    }
  }
}
