import type { RunDetail, RunSummary } from '../../contract/index.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import { hasCheckpoint } from './run-folder.ts';
import { isOver } from './run-reference.ts';

/** A run as lists show it; `held` of one that waits. */
export function summarise(store: ReadableStore, run: StoredRun, held: boolean): RunSummary {
  const epochs = store.runs.epochs(run.id);
  const last = epochs.at(-1);
  const best = epochs.find(({ epoch }) => epoch === run.bestEpoch);
  return {
    id: run.id,
    status: run.status,
    recipeName: run.recipe.name,
    recipe: run.recipe,
    note: run.note,
    seed: run.recipe.seed,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    device: run.device,
    studioVersion: run.studioVersion,
    snapshot: run.snapshot,
    epochsDone: last?.epoch ?? 0,
    lastTrainLoss: last?.trainLoss ?? null,
    lastValidationLoss: last?.validationLoss ?? null,
    bestEpoch: run.bestEpoch,
    bestValidationLoss: best?.validationLoss ?? null,
    bestNme: best?.nme ?? null,
    baselineLoss: run.baselineLoss,
    problem: run.problem,
    resumable: isResumable(store, run),
    queuePlace: run.queuePlace,
    held,
    trainedSeconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    grid: run.grid,
  };
}

/** A run with everything that is known of it. */
export function detail(store: ReadableStore, run: StoredRun, held: boolean): RunDetail {
  return {
    ...summarise(store, run, held),
    epochs: store.runs.epochs(run.id),
    layers: run.layers,
    samples: run.samples,
  };
}

/** True when the run is over, not all of its epochs are done, and there is a checkpoint to go on from. */
export function isResumable(store: ReadableStore, run: StoredRun): boolean {
  return isOver(run) && run.status !== 'finished' && hasCheckpoint(store, run.id);
}

/** What is said of a run that ended well although some of its images could not be read; null when all could. */
export function leftOut(unreadable: string[]): string | null {
  const [first] = unreadable;
  if (first === undefined) return null;
  const count = unreadable.length === 1 ? '1 image' : `${unreadable.length} images`;
  return `Trained without ${count} that could not be read, such as: ${first}`;
}
