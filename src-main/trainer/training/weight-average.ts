import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { groupSmall, join, part } from './joined.ts';

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
  const pairs = averaged.layers.flatMap((layer, index) =>
    layer.trainable
      ? layer.weights.map((average, place) => pairOf(average, trained.layers[index]?.weights[place]))
      : [],
  );
  for (const group of groupSmall(pairs))
    tf.tidy(() => {
      const [before, values] = [
        join(
          tf,
          group.map(({ average }) => average.read()),
        ),
        join(
          tf,
          group.map(({ weight }) => weight.read()),
        ),
      ];
      const after = before.mul(kept).add(values.mul(1 - kept));
      const shapes = group.map(({ average }) => average.read().shape);
      for (const [index, value] of part(tf, after, shapes).entries()) group[index]?.average.write(value);
    });
}

type Weight = LayersModel['layers'][number]['weights'][number];

function pairOf(average: Weight, weight: Weight | undefined): { average: Weight; weight: Weight; size: number } {
  if (!weight) throw new Error(`The trained network has no weight ${average.originalName}.`);
  return { average, weight, size: average.read().size };
}
