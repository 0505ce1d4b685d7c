import type { Recipe } from '../../contract/recipe.ts';
import type { Augmenter } from '../augmentation/augment-batch.ts';
import type { LoadedExample } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { trainStep, type TrainingState } from '../training/train.ts';
import { validate } from '../training/validate.ts';

/** Work longer than this, in ms, is slow: it is timed once after once to warm up; and longer than that, the first time counts. */
const slow = 1000;
const verySlow = 5000;
/** Others are timed for so long, in ms, or so many of them. */
const longest = 2000;
const most = 20;

/** Seconds of one training step, from bytes to updated weights, by real steps on the batch. Leaves the state's weights changed. */
export function secondsPerStep(
  tf: TensorFlow,
  recipe: Recipe,
  state: TrainingState,
  batch: LoadedExample[],
  augment: Augmenter,
): number {
  const step = (index: number): number => {
    const began = performance.now();
    const before = tf.scalar(0);
    const { sum } = trainStep(tf, recipe.input, batch, state, before, (plain) => augment(plain, 1, index));
    // Waits until the device is done.
    sum.dataSync();
    tf.dispose([before, sum]);
    return performance.now() - began;
  };
  const first = step(0);
  if (first > verySlow) return first / 1000;
  if (first > slow) return step(1) / 1000;
  step(1);
  let total = 0;
  let count = 0;
  while (count < most && total < longest) {
    total += step(count + 2);
    count += 1;
  }
  return total / count / 1000;
}

/** Seconds to validate so many examples, by validating them; again where the first time was short, as it warms up. */
export function secondsToValidate(tf: TensorFlow, recipe: Recipe, state: TrainingState, part: LoadedExample[]): number {
  const once = (): number => {
    const began = performance.now();
    validate(tf, state.evaluated, part, recipe.input, recipe.batch);
    return performance.now() - began;
  };
  const first = once();
  return (first > slow ? first : once()) / 1000;
}
