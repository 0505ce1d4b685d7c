import { isUnderWay, StudioError, type RunReference } from '../../contract/index.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';

/**
 * The run a reference names. `latest` is the newest run with a best epoch, however it ended: finished, stopped or
 * interrupted. Throws StudioError 'not found' when there is no such run.
 */
export function resolveRun(store: ReadableStore, reference: RunReference): StoredRun {
  if (reference !== 'latest') {
    const run = store.runs.one(reference);
    if (!run) throw new StudioError('not found', `There is no run ${reference} in this project.`);
    return run;
  }
  const newest = store.runs
    .all()
    .filter((run) => run.bestEpoch !== null && isOver(run))
    .sort((one, other) => other.id - one.id)[0];
  if (newest) return newest;
  throw new StudioError(
    'not found',
    store.runs.all().length === 0
      ? 'This project has no run yet. Train one first.'
      : 'No run of this project has a model yet. Train one for at least an epoch first.',
  );
}

/** The run a reference names, once it has a model to predict with or to export; else StudioError 'not found'. */
export function resolveTrainedRun(store: ReadableStore, reference: RunReference): StoredRun {
  const run = resolveRun(store, reference);
  if (run.bestEpoch === null)
    throw new StudioError('not found', `Run ${run.id} has no model: it has not finished its first epoch.`);
  return run;
}

/** True when no trainer is at work on the run and none is going to be. */
export function isOver(run: StoredRun): boolean {
  return !isUnderWay(run.status);
}
