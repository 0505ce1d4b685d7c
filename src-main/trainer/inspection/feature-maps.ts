import type { LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { LayerRow } from '../../contract/inspection.ts';
import type { Recipe } from '../../contract/recipe.ts';
import { nameOfRow, sizes } from '../network/layer-summary.ts';
import { rowsOf } from '../network/rows.ts';
import { mapShares, type MapSize } from '../network/soft-argmax.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** What the layers of a network gave for one picture. */
export interface FeatureMaps {
  layers: (LayerRow & MapSize & { /** (height, width, maps) */ values: Float32Array; mapCount: number })[];
  /** (2K) x/W, y/H of each landmark in turn. */
  coordinates: Float32Array;
  /** The probability of each landmark's place, (K, height · width); null for a network without heatmaps. */
  heatmaps: (MapSize & { values: Float32Array }) | null;
}

/**
 * Runs a picture (1, height, width, channels) through the network once and keeps what each row of the layer table gives:
 * the maps of its last TensorFlow layer that has any, after normalisation and activation.
 */
export function featureMaps(
  tf: TensorFlow,
  model: LayersModel,
  network: Recipe['network'],
  picture: Tensor4D,
): FeatureMaps {
  const rows = [...rowsOf(model)].flatMap(([row, layers], index) => {
    const output = layers.map((layer) => layer.output as SymbolicTensor).findLast(({ shape }) => shape.length === 4);
    return output ? [{ row: index + 1, name: nameOfRow(row, network), output }] : [];
  });
  const shares = mapShares(model);
  const outputs = [...rows.map(({ output }) => output), ...model.outputs, ...(shares ? [shares.shares] : [])];
  const values = tf.tidy(() => {
    const answers = [tf.model({ inputs: model.inputs, outputs }).apply(picture) as Tensor | Tensor[]].flat();
    return answers.map((answer) => answer.dataSync<'float32'>());
  });
  return {
    layers: rows.map(({ row, name, output }, index) => {
      const [, height, width, mapCount] = output.shape as [null, number, number, number];
      return { row, name, output: sizes(output.shape), height, width, mapCount, values: valuesAt(values, index) };
    }),
    coordinates: valuesAt(values, rows.length),
    heatmaps: shares && { ...shares.size, values: valuesAt(values, rows.length + 1) },
  };
}

function valuesAt(values: Float32Array[], index: number): Float32Array {
  const found = values[index];
  if (!found) throw new Error('The network did not answer all that it was asked for.');
  return found;
}
