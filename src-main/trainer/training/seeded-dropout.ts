import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { createRandom } from '../random.ts';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * Makes the model's dropout layers draw what to drop from the run's seed and `step`, asked at every pass: TensorFlow.js's
 * own drop the same places at every step where a seed is given, and others in every run where none is. What is saved is
 * the plain layer.
 */
export function seedDropout(tf: TensorFlow, model: LayersModel, seed: number, step: () => number): void {
  for (const layer of model.layers) {
    if (layer.getClassName() !== 'Dropout') continue;
    const { rate } = layer.getConfig() as { rate: number };
    layer.call = (inputs, { training }: { training?: boolean }): Tensor => {
      const [values] = Array.isArray(inputs) ? inputs : [inputs];
      if (!values) throw new Error(`The layer ${layer.name} was given nothing.`);
      if (!training) return values;
      const random = createRandom(seed, `${layer.name} at step ${step()}`);
      const kept = Float32Array.from({ length: values.size }, () => (random() < rate ? 0 : 1 / (1 - rate)));
      return values.mul(tf.tensor(kept, values.shape));
    };
  }
}
