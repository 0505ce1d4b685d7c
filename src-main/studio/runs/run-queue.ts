import type { Store } from '../store/interface.ts';

/**
 * The runs that wait, in the order they will be trained, kept in the store. Those that waited when the project was last
 * closed are held: nothing begins to train just because a project was opened, perhaps only to be looked at or measured.
 */
export class RunQueue {
  readonly #store: Store;
  #order: number[] = [];
  readonly #held = new Set<number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes the waiting runs as the store knows them; all are held. */
  restore(): void {
    this.#order = this.#store.runs
      .all()
      .filter(({ status }) => status === 'queued')
      .sort((one, other) => (one.queuePlace ?? Infinity) - (other.queuePlace ?? Infinity) || one.id - other.id)
      .map(({ id }) => id);
    this.hold(true);
    this.#keep();
  }

  /** Waits behind the runs that are not held and before those that are. */
  add(runId: number): void {
    const last = this.#order.findLastIndex((id) => !this.#held.has(id));
    this.#order.splice(last + 1, 0, runId);
    this.#keep();
  }

  remove(runId: number): void {
    this.#order = this.#order.filter((id) => id !== runId);
    this.#held.delete(runId);
    this.#keep();
  }

  /** Takes the next run that may begin out of the queue. */
  next(): number | undefined {
    const id = this.#order.find((waiting) => !this.#held.has(waiting));
    if (id !== undefined) this.remove(id);
    return id;
  }

  /** To a place from 0; beyond the end is the end. */
  move(runId: number, place: number): void {
    const others = this.#order.filter((id) => id !== runId);
    this.#order = others.toSpliced(place, 0, runId);
    this.#keep();
  }

  /** Holds all runs that wait now, or none. */
  hold(held: boolean): void {
    this.#held.clear();
    if (held) for (const id of this.#order) this.#held.add(id);
  }

  isHeld(runId: number): boolean {
    return this.#held.has(runId);
  }

  #keep(): void {
    this.#store.runs.setQueue(this.#order);
  }
}
