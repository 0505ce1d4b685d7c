import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import type { InputShape, Layer, Recipe } from '../../contract/recipe.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { convolve, residualBlock, undrawn } from './blocks.ts';
import { checkNetwork } from './check-network.ts';
import { freezeRows } from './freeze-rows.ts';
import { heatmapSmall } from './heatmap-small.ts';
import { initialiseWeights } from './initial-weights.ts';
import { resnet18 } from './resnet18.ts';
import { softArgmax } from './soft-argmax.ts';

/** What a network needs to know of its recipe. */
export type NetworkRecipe = Pick<Recipe, 'input' | 'network' | 'head' | 'seed' | 'transfer'>;

export function channelCount(input: InputShape): 1 | 3 {
  return input.channels === 'gray' ? 1 : 3;
}

/**
 * The recipe's network: (batch, height, width, channels) float32 in, (batch, 2K) out: x/W, y/H of landmark 1, then of
 * landmark 2, and so on. `meanShape` (2K) is where a network with the head 'mean shape offset' begins.
 *
 * A TensorFlow layer is named `row.part`: the row of the layer table it belongs to, `layer_1` for the first layer of the
 * recipe, and what it is there. Convolutions keep the picture's size at stride 1 (odd kernels: PyTorch's
 * `padding = kernel // 2`) and give ceil(size / stride) otherwise; pooling drops a last odd row or column. All weights are
 * drawn from the recipe's seed as PyTorch does, so that one seed gives one network. Rows that the recipe freezes are not
 * trainable; what they begin with is taken over later (`takeOverWeights`).
 *
 * Throws StudioError 'bad input' naming the layer (counted from 1) where layers do not fit together, or when all are frozen.
 */
export function buildNetwork(
  tf: TensorFlow,
  recipe: NetworkRecipe,
  landmarkCount: number,
  meanShape: readonly number[] | null = null,
): LayersModel {
  const { input, network } = recipe;
  if (typeof network !== 'string') checkNetwork(input, network);
  const picture = tf.input({ shape: [input.height, input.width, channelCount(input)], name: 'input' });
  const model = tf.model({
    name: 'keypoints',
    inputs: picture,
    outputs: answersOf(tf, picture, network, landmarkCount),
  });
  const offset = recipe.head === 'mean shape offset';
  if (offset && meanShape?.length !== 2 * landmarkCount)
    throw new Error(`A network that begins at the mean shape needs one of ${landmarkCount} landmarks.`);
  initialiseWeights(tf, model, recipe.seed, {
    convolutions: network === 'resnet18' ? 'he' : 'uniform',
    answer: offset ? meanShape : null,
  });
  freezeRows(model, recipe.transfer?.freeze ?? 0);
  return model;
}

function answersOf(
  tf: TensorFlow,
  picture: SymbolicTensor,
  network: Recipe['network'],
  landmarkCount: number,
): SymbolicTensor {
  switch (network) {
    case 'heatmap-small':
      return softArgmax(tf, heatmapSmall(tf, picture, landmarkCount));
    case 'resnet18':
      return applyLayer(tf, resnet18(tf, picture), { layer: 'coordinates' }, 'coordinates', landmarkCount);
    default:
      return network.reduce(
        (values, layer, index) => applyLayer(tf, values, layer, `layer_${index + 1}`, landmarkCount),
        picture,
      );
  }
}

function applyLayer(
  tf: TensorFlow,
  values: SymbolicTensor,
  layer: Layer,
  row: string,
  landmarkCount: number,
): SymbolicTensor {
  if (layer.layer === 'conv') return convolve(tf, values, { ...layer, name: `${row}.conv` });
  if (layer.layer === 'residual') return residualBlock(tf, values, { ...layer, name: row });
  return plainLayer(tf, layer, row, landmarkCount).apply(values) as SymbolicTensor;
}

/** Layers of the recipe that are one TensorFlow layer. */
function plainLayer(
  tf: TensorFlow,
  layer: Exclude<Layer, { layer: 'conv' | 'residual' }>,
  row: string,
  landmarkCount: number,
): LayersModel['layers'][number] {
  switch (layer.layer) {
    case 'max pool':
      return tf.layers.maxPooling2d({ name: `${row}.max_pool`, poolSize: layer.size, strides: layer.size });
    case 'average':
      return tf.layers.globalAveragePooling2d({ name: `${row}.average` });
    case 'flatten':
      return tf.layers.flatten({ name: `${row}.flatten` });
    case 'dense':
      return tf.layers.dense({
        ...undrawn,
        name: `${row}.dense`,
        units: layer.units,
        activation: layer.activation === 'relu' ? 'relu' : 'linear',
      });
    case 'dropout':
      return tf.layers.dropout({ name: `${row}.dropout`, rate: layer.rate });
    case 'coordinates':
      return tf.layers.dense({ ...undrawn, name: `${row}.coordinates`, units: 2 * landmarkCount });
  }
}
