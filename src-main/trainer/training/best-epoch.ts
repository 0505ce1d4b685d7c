import type { Recipe } from '../../contract/recipe.ts';
import type { EpochResult } from '../../contract/runs.ts';

export interface BestEpoch {
  epoch: number;
  validationLoss: number;
  /** What the best is the lowest of. */
  value: number;
}

/** The figure that epochs are compared by; an NME that nothing could be divided for is worse than any. */
export function valueOf({ validationLoss, nme }: EpochResult, keepBestBy: Recipe['keepBestBy']): number {
  return keepBestBy === 'NME' ? (nme ?? Infinity) : validationLoss;
}

/** The epoch with the lowest value, the earliest of equals; null before the first. */
export function bestOf(history: EpochResult[], keepBestBy: Recipe['keepBestBy']): BestEpoch | null {
  let best: BestEpoch | null = null;
  for (const result of history) {
    const value = valueOf(result, keepBestBy);
    if (best === null || value < best.value)
      best = { epoch: result.epoch, validationLoss: result.validationLoss, value };
  }
  return best;
}

/** Whether the recipe's patience is used up: so many epochs since the best. */
export function hasStoppedEarly(
  history: EpochResult[],
  { earlyStop, keepBestBy }: Pick<Recipe, 'earlyStop' | 'keepBestBy'>,
): boolean {
  const best = bestOf(history, keepBestBy);
  return earlyStop !== null && best !== null && (history.at(-1)?.epoch ?? 0) - best.epoch >= earlyStop;
}
