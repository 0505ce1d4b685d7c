import { StudioError } from '../../../contract/errors.ts';
import type { Recipe } from '../../../contract/recipe.ts';
import type { EpochEnded, StepEnded, TrainingCallback } from '../train.ts';

/** Steps between two looks: each waits for the device. */
const interval = 20;

/** Ends the training when a loss is no longer a number, with what to try; the best epoch's model stays. */
export class NanGuard implements TrainingCallback {
  readonly #learningRate: number;

  constructor(recipe: Recipe) {
    this.#learningRate = recipe.optimizer.learningRate;
  }

  stepEnded({ epoch, step, readLoss }: StepEnded): void {
    if (step % interval === 0) this.#check(readLoss(), `train loss in epoch ${epoch}, step ${step}`);
  }

  epochEnded({ result }: EpochEnded): void {
    this.#check(result.trainLoss, `train loss of epoch ${result.epoch}`);
    this.#check(result.validationLoss, `validation loss of epoch ${result.epoch}`);
  }

  #check(loss: number, what: string): void {
    if (Number.isFinite(loss)) return;
    throw new StudioError(
      'failed',
      `The ${what} is no longer a number: the training has diverged. Try a lower learning rate, such as ` +
        `${Number((this.#learningRate / 10).toPrecision(3))} instead of ${this.#learningRate}, or clip gradients (clipNorm 1). If it does so at any rate, look for a broken label among the worst images. The best epoch before, if there was one, is kept.`,
    );
  }
}
