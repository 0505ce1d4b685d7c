import { liveOwner } from '../project/project-lock.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import { isOver } from './run-reference.ts';
import { isResumable } from './run-summary.ts';

export const studioWentAway = 'The studio went away while this run was training.';

/** What becomes of a run whose trainer is gone: `what` happened, and what can be done. */
export function interruptedBy(
  store: ReadableStore,
  run: StoredRun,
  what: string,
): { status: 'interrupted'; problem: string } {
  const epochs = store.runs.epochs(run.id).at(-1)?.epoch ?? 0;
  const next = isResumable(store, { ...run, status: 'interrupted' })
    ? `It can be resumed (${epochs} of ${run.recipe.epochs} epochs are done) and comes to the same losses as if nothing had happened.`
    : 'It had kept no checkpoint yet, so there is nothing to resume: start it again.';
  return { status: 'interrupted', problem: `${what} ${next}` };
}

/** A project opened to look cannot mark its lost runs; it still must not call them going on when nobody trains them. */
export function lostTrainer(store: ReadableStore, run: StoredRun): StoredRun {
  const waits = run.status === 'queued';
  if (!store.readOnly || waits || isOver(run) || liveOwner(store.projectFolder)) return run;
  return { ...run, ...interruptedBy(store, run, studioWentAway) };
}
