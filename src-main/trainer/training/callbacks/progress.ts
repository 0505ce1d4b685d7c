import type { Recipe } from '../../../contract/recipe.ts';
import type { Send } from '../../messages.ts';
import type { EpochEnded, StepEnded, TrainingCallback } from '../train.ts';

/** Milliseconds between two 'step' messages: as often as a person can read. */
const interval = 200;

/**
 * Sends a 'step' message now and then, with the time left at the mean speed of this process so far, and an 'epoch'
 * message after every epoch. `clock` gives milliseconds.
 */
export class Progress implements TrainingCallback {
  readonly #send: Send;
  readonly #epochs: Recipe['epochs'];
  readonly #clock: () => number;
  #stepsDone = 0;
  #imagesDone = 0;
  #trainingSeconds = 0;
  #validationSeconds: number | null = null;
  #stepBegan: number;
  #lastSent = -Infinity;

  constructor(send: Send, epochs: Recipe['epochs'], clock: () => number = () => performance.now()) {
    this.#send = send;
    this.#epochs = epochs;
    this.#clock = clock;
    this.#stepBegan = clock();
  }

  stepEnded({ epoch, step, steps, images }: StepEnded): void {
    const now = this.#clock();
    this.#trainingSeconds += (now - this.#stepBegan) / 1000;
    this.#stepBegan = now;
    this.#imagesDone += images;
    this.#stepsDone += 1;
    if (now - this.#lastSent < interval) return;
    this.#lastSent = now;
    const stepsLeft = steps - step + (this.#epochs - epoch) * steps;
    const validationsLeft = this.#epochs - epoch + 1;
    this.#send({
      kind: 'step',
      epoch,
      step,
      steps,
      imagesPerSecond: this.#imagesDone / this.#trainingSeconds,
      secondsLeft:
        (stepsLeft * this.#trainingSeconds) / this.#stepsDone + validationsLeft * (this.#validationSeconds ?? 0),
      memoryBytes: process.memoryUsage.rss(),
    });
  }

  epochEnded({ result, best, validationSeconds }: EpochEnded): void {
    this.#validationSeconds = validationSeconds;
    this.#stepBegan = this.#clock();
    this.#send({ kind: 'epoch', result, bestEpoch: best.epoch, bestValidationLoss: best.validationLoss });
  }
}
