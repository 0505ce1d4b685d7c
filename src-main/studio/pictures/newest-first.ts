/**
 * Does a few pieces of work at a time; of those that wait, the one asked for last comes next: it is the one that a person who
 * scrolls has before their eyes.
 */
export class NewestFirst {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one without being given up in between.
      const next = this.#waiting.pop();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
