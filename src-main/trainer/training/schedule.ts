import type { Recipe, Schedule } from '../../contract/recipe.ts';
import type { EpochResult } from '../../contract/runs.ts';
import { valueOf } from './best-epoch.ts';

/** Where a run is when its next step begins. */
export interface SchedulePlace {
  /** From 1. */
  epoch: number;
  /** Of this epoch, from 0. */
  step: number;
  stepsPerEpoch: number;
  /** All epochs before this one. */
  history: EpochResult[];
}

/**
 * The learning rate of the next step. It follows from the recipe and the epochs so far alone, so that a resumed run goes
 * on with the same rates and nothing more need be kept.
 */
export function learningRate(
  recipe: Pick<Recipe, 'optimizer' | 'schedule' | 'epochs' | 'keepBestBy'>,
  place: SchedulePlace,
): number {
  return recipe.optimizer.learningRate * rateFactor(recipe.schedule, recipe.epochs, recipe.keepBestBy, place);
}

function rateFactor(
  schedule: Schedule,
  epochs: number,
  keepBestBy: Recipe['keepBestBy'],
  { epoch, step, stepsPerEpoch, history }: SchedulePlace,
): number {
  const stepsBefore = (epoch - 1) * stepsPerEpoch + step;
  const steps = epochs * stepsPerEpoch;
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor((epoch - 1) / schedule.every);
    case 'cosine': {
      const warmUpSteps = schedule.warmUpEpochs * stepsPerEpoch;
      const warmth = warmUpSteps === 0 ? 1 : Math.min(1, (stepsBefore + 1) / warmUpSteps);
      return warmth * halfCosine(1, 0, stepsBefore / steps);
    }
    case 'one-cycle': {
      const [start, end] = [1 / 25, 1 / 250_000];
      const share = steps === 1 ? 1 : stepsBefore / (steps - 1);
      return share < schedule.rise
        ? halfCosine(start, 1, share / schedule.rise)
        : halfCosine(1, end, (share - schedule.rise) / (1 - schedule.rise));
    }
    case 'plateau':
      return schedule.factor ** plateaus(history, schedule.patience, keepBestBy);
  }
}

/** From one value to another as `share` goes from 0 to 1. */
function halfCosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** How often `patience` epochs went by without a better one. */
function plateaus(history: EpochResult[], patience: number, keepBestBy: Recipe['keepBestBy']): number {
  let lowest = Infinity;
  let waited = 0;
  let count = 0;
  for (const result of history) {
    const value = valueOf(result, keepBestBy);
    waited = value < lowest ? 0 : waited + 1;
    lowest = Math.min(lowest, value);
    if (waited < patience) continue;
    count += 1;
    waited = 0;
  }
  return count;
}
