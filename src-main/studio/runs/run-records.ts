import type { StudioContext } from '../context.ts';
import type { RunUpdate, Store } from '../store/interface.ts';
import { interruptedBy } from './interrupted-run.ts';
import { resolveRun } from './run-reference.ts';

/** Changes what is stored of runs, and tells the windows. */
export class RunRecords {
  readonly #store: Store;
  readonly #context: StudioContext;

  constructor(store: Store, context: StudioContext) {
    this.#store = store;
    this.#context = context;
  }

  update(id: number, update: RunUpdate): void {
    this.#store.runs.update(id, update);
    this.#context.emit({ kind: 'run', runId: id });
  }

  /** The run has lost its trainer: `what` happened. */
  interrupt(id: number, what: string): void {
    this.update(id, { ...interruptedBy(this.#store, resolveRun(this.#store, id), what), endedAt: now() });
  }
}

/** The time as runs have it: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}
