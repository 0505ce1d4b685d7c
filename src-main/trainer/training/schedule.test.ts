import { describe, expect, test } from 'vitest';
import type { RecipeInput } from '../../contract/recipe.ts';
import type { EpochResult } from '../../contract/runs.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { bestOf, hasStoppedEarly } from './best-epoch.ts';
import { learningRate } from './schedule.ts';

const history = (losses: number[], nmes: (number | null)[] = []): EpochResult[] =>
  losses.map((validationLoss, index) => ({
    epoch: index + 1,
    trainLoss: 1,
    validationLoss,
    imagesPerSecond: 1,
    seconds: 1,
    nme: nmes[index] ?? null,
  }));

/** Rates of each step, as factors; 4 steps an epoch. */
function rates(schedule: RecipeInput['schedule'], epochs: number, past: EpochResult[] = []): number[] {
  const recipe = blobRecipe({ schedule, epochs, optimizer: { kind: 'adam', learningRate: 0.5 } });
  return Array.from({ length: 4 * epochs }, (_, index) => {
    const epoch = Math.floor(index / 4) + 1;
    const place = { epoch, step: index % 4, stepsPerEpoch: 4, history: past.slice(0, epoch - 1) };
    return learningRate(recipe, place) / 0.5;
  });
}
const firstOfEpochs = (all: number[]): number[] => all.filter((_, index) => index % 4 === 0);

describe('learning rates', () => {
  test('constant is constant; step falls after every so many epochs', () => {
    expect(new Set(rates({ kind: 'constant' }, 3))).toEqual(new Set([1]));
    const steps = firstOfEpochs(rates({ kind: 'step', every: 2, factor: 0.5 }, 5));
    expect(steps).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });

  test('cosine warms up during the first epoch and ends near nothing', () => {
    const all = rates({ kind: 'cosine', warmUpEpochs: 1 }, 10);
    const plain = (step: number): number => (1 + Math.cos((Math.PI * step) / 40)) / 2;
    for (const [step, warmth] of [0.25, 0.5, 0.75, 1, 1].entries())
      expect(all[step]).toBeCloseTo(warmth * plain(step), 9);
    expect(all[20]).toBeCloseTo(0.5, 9);
    expect(all.at(-1)).toBeLessThan(0.002);
    expect(rates({ kind: 'cosine', warmUpEpochs: 0 }, 10)[0]).toBe(1);
  });

  test('one-cycle rises to its highest at its share of the run and falls to nearly nothing', () => {
    const all = rates({ kind: 'one-cycle', rise: 0.25 }, 10);
    expect(all[0]).toBeCloseTo(1 / 25, 6);
    expect(all.indexOf(Math.max(...all))).toBe(10);
    expect(all.at(-1)).toBeCloseTo(1 / 250_000, 9);
  });

  test('plateau falls after so many epochs without a better one, and waits as long again', () => {
    const past = history([5, 4, 4, 4.5, 3, 3, 3, 3, 3]);
    const all = firstOfEpochs(rates({ kind: 'plateau', patience: 2, factor: 0.1 }, 10, past));
    for (const [index, factor] of [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001].entries())
      expect(all[index]).toBeCloseTo(factor, 9);
  });
});

describe('the best epoch', () => {
  test('is the earliest with the lowest validation loss or NME, as the recipe has it', () => {
    const past = history([3, 1, 1, 2], [0.3, 0.4, null, 0.2]);
    expect(bestOf(past, 'validation loss')).toEqual({ epoch: 2, validationLoss: 1, value: 1 });
    expect(bestOf(past, 'NME')).toEqual({ epoch: 4, validationLoss: 2, value: 0.2 });
    expect(bestOf([], 'NME')).toBeNull();
  });

  test('ends the run when it is so many epochs old', () => {
    const keepBestBy = 'validation loss';
    expect(hasStoppedEarly(history([3, 1, 2]), { earlyStop: 2, keepBestBy })).toBe(false);
    expect(hasStoppedEarly(history([3, 1, 2, 2]), { earlyStop: 2, keepBestBy })).toBe(true);
    expect(hasStoppedEarly(history([3, 1, 2, 2]), { earlyStop: null, keepBestBy })).toBe(false);
    expect(hasStoppedEarly([], { earlyStop: 2, keepBestBy })).toBe(false);
  });
});
