/** So many are kept to be shown; the oldest goes first. Each is a few megabytes. */
const most = 4;

/** The pages of the reports made last, by their number, for as long as the project is open. */
export class ReportShelf {
  readonly #pages = new Map<number, Buffer>();
  #last = 0;

  /** Answers its number, from 1. */
  keep(page: Buffer): number {
    this.#pages.set((this.#last += 1), page);
    const oldest = this.#pages.keys().next().value;
    if (this.#pages.size > most && oldest !== undefined) this.#pages.delete(oldest);
    return this.#last;
  }

  /** Null when there is none of that number any more. */
  page(id: number): Buffer | null {
    return this.#pages.get(id) ?? null;
  }
}
