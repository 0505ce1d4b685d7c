import type { LayersModel, Scalar, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { Recipe } from '../../contract/recipe.ts';
import { cutIntoBatches, toBatch, type Batch, type LoadedExample } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** Sum over the landmarks that are there of the squared errors of x/W and y/H. `answers`: (B, 2K). */
export function squaredErrorSum(tf: TensorFlow, answers: Tensor2D, batch: Batch): Scalar {
  return tf.tidy(() => answers.sub(batch.targets).mul(batch.mask).square().sum().asScalar());
}

/** Mean squared error over the unmasked coordinates of all examples: every coordinate counts the same. */
export function meanLoss(
  tf: TensorFlow,
  model: LayersModel,
  examples: LoadedExample[],
  input: Recipe['input'],
  batchSize: number,
): number {
  let sum = 0;
  let coordinates = 0;
  for (const part of cutIntoBatches(examples, batchSize)) {
    const batchSum = tf.tidy(() => {
      const batch = toBatch(tf, part, input);
      coordinates += batch.coordinates;
      return squaredErrorSum(tf, model.apply(batch.pictures) as Tensor2D, batch);
    });
    sum += batchSum.dataSync()[0] ?? NaN;
    batchSum.dispose();
  }
  return sum / coordinates;
}
