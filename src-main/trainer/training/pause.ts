/**
 * Holds the training between two steps for as long as a person wants, everything in memory, nothing computed.
 * `tell` hears when work has really come to rest and when it goes on. `clock` gives milliseconds.
 */
export class Pause {
  readonly #tell: (paused: boolean) => void;
  readonly #clock: () => number;
  #asked: PromiseWithResolvers<undefined> | null = null;
  #restingSince: number | null = null;
  #rested = 0;

  constructor(tell: (paused: boolean) => void = () => undefined, clock: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** Work is to rest at the next place where it asks. */
  ask(): void {
    this.#asked ??= Promise.withResolvers<undefined>();
  }

  /** Work goes on; without a pause nothing happens. */
  end(): void {
    if (this.#restingSince !== null) {
      this.#rested += this.#clock() - this.#restingSince;
      this.#restingSince = null;
      this.#tell(false);
    }
    this.#asked?.resolve(undefined);
    this.#asked = null;
  }

  /** Called where work may rest: resolves when it may go on, at once unless a pause was asked for. */
  async over(): Promise<void> {
    if (!this.#asked) return;
    if (this.#restingSince === null) {
      this.#restingSince = this.#clock();
      this.#tell(true);
    }
    await this.#asked.promise;
  }

  /** Milliseconds of a clock that stands still while work rests: times taken by it leave pauses out. */
  now(): number {
    return (this.#restingSince ?? this.#clock()) - this.#rested;
  }
}
