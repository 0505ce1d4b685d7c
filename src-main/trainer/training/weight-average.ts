import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * After each update `averaged` keeps so much of its weights, normalisations' moving averages too, and takes the rest from
 * `trained` (exponential moving average; Polyak and Juditsky 1992). During the first steps it keeps less,
 * (1 + steps) / (10 + steps), so that the weights drawn at random are soon forgotten.
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
    for (const [index, weight] of averaged.weights.entries()) {
      const value = trained.weights[index]?.read().mul(1 - kept);
      if (value) weight.write(weight.read().mul(kept).add(value));
    }
  });
}
