import type { RunProgress } from '../../contract/index.ts';
import type { StoredRun } from '../store/interface.ts';
import type { TrainerProcess } from './trainer-process.ts';
import type { TrainerWatch } from './trainer-watch.ts';

/** The run that a trainer is at work on. */
export interface ActiveRun {
  id: number;
  trainer: TrainerProcess;
  watch: TrainerWatch;
  cancelled: boolean;
  /** What a person asked for last: told again to the process that goes on after a recycled one. */
  asked: 'stop' | 'pause' | null;
  /** Images the trainer could not read and left out, with their reasons. */
  unreadable: string[];
  progress: RunProgress;
  /** When the windows were last told of it, on performance.now()'s clock. */
  progressSentAt: number;
}

/** Where a run stands before its trainer has said anything. */
export function noProgress({ id, recipe }: StoredRun): RunProgress {
  return {
    runId: id,
    status: 'starting',
    epoch: 0,
    epochs: recipe.epochs,
    step: 0,
    steps: 0,
    imagesPerSecond: null,
    secondsLeft: null,
    trainerMemoryBytes: null,
    silentSeconds: null,
  };
}
