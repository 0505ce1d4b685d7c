import type { LayersModel, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { InputShape } from '../../contract/recipe.ts';
import { cutIntoBatches, toBatch, type LoadedExample } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { squaredErrorSum } from './loss.ts';

export interface Validation {
  /** Mean squared error of x/W and y/H over the unmasked coordinates of all examples: every coordinate counts the same. */
  loss: number;
  /**
   * Mean over images of the mean distance in px of the original image divided by the image's `faceSize`, a fraction
   * (300-W's and HRNet's definition); null when no image has one.
   */
  nme: number | null;
}

/** How far the model is off on the examples, whatever it was trained with. */
export function validate(
  tf: TensorFlow,
  model: LayersModel,
  examples: LoadedExample[],
  input: InputShape,
  batchSize: number,
): Validation {
  let sum = 0;
  let coordinates = 0;
  const errors: number[] = [];
  for (const part of cutIntoBatches(examples, batchSize)) {
    const [answers, squares] = tf.tidy(() => {
      const batch = toBatch(tf, part, input);
      coordinates += batch.coordinates;
      const answered = model.apply(batch.pictures) as Tensor2D;
      return [answered, squaredErrorSum(tf, answered, batch)];
    });
    sum += squares.dataSync()[0] ?? NaN;
    const values = answers.dataSync();
    for (const [index, example] of part.entries()) {
      const length = example.targets.length;
      const error = normalisedError(values.subarray(index * length, (index + 1) * length) as Float32Array, example);
      if (error !== null) errors.push(error);
    }
    tf.dispose([answers, squares]);
  }
  const nme = errors.length === 0 ? null : errors.reduce((total, error) => total + error, 0) / errors.length;
  return { loss: sum / coordinates, nme };
}

/** `answers`: (2K). */
function normalisedError(answers: Float32Array, { targets, mask, crop, faceSize }: LoadedExample): number | null {
  if (faceSize === null) return null;
  let total = 0;
  let count = 0;
  for (let place = 0; place < targets.length; place += 2) {
    if (mask[place] !== 1) continue;
    const dx = ((answers[place] ?? NaN) - (targets[place] ?? NaN)) * crop.width;
    const dy = ((answers[place + 1] ?? NaN) - (targets[place + 1] ?? NaN)) * crop.height;
    total += Math.hypot(dx, dy);
    count += 1;
  }
  return count === 0 ? null : total / count / faceSize;
}
