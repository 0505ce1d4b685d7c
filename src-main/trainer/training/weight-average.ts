import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * After each update `averaged` keeps so much of its weights, normalisations' moving averages too, and takes the rest from
 * `trained` (exponential moving average; Polyak and Juditsky 1992). During the first steps it keeps less,
 * (1 + steps) / (10 + steps), so that the weights drawn at random are soon forgotten. Layers that are not trained stay as
 * they are to the last bit. The two are the same network.
 */
export function averageWeights(
  tf: TensorFlow,
  averaged: LayersModel,
  trained: LayersModel,
  decay: number,
  steps: number,
): void {
  const kept = Math.min(decay, (1 + steps) / (10 + steps));
  tf.tidy(() => {
    for (const [index, layer] of averaged.layers.entries()) {
      if (!layer.trainable) continue;
      for (const [place, weight] of layer.weights.entries()) {
        const value = trained.layers[index]?.weights[place]?.read().mul(1 - kept);
        if (value) weight.write(weight.read().mul(kept).add(value));
      }
    }
  });
}
