/** Runs one piece of work at a time, in the order they came. */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as the work does; work that fails does not hold up what comes after it. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Settles when all work that was given so far is over. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
