import type { LayersModel, Sequential, Tensor } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import type { Layer, Recipe } from '../../contract/recipe.ts';
import { createRandom } from '../random.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** What a network needs to know of its recipe. */
export type NetworkRecipe = Pick<Recipe, 'input' | 'network' | 'seed'>;

type TensorFlowLayer = Parameters<Sequential['add']>[0];

export function channelCount(input: Recipe['input']): 1 | 3 {
  return input.channels === 'gray' ? 1 : 3;
}

/**
 * The recipe's network as a sequential model of one TensorFlow layer a recipe layer:
 * (batch, height, width, channels) float32 in, (batch, 2K) out: x/W, y/H of landmark 1, then of landmark 2, and so on.
 *
 * Convolutions keep the picture's size at stride 1 (odd kernels: PyTorch's `padding = kernel // 2`) and give
 * ceil(size / stride) otherwise; pooling drops a last odd row or column. All weights and biases are drawn from the
 * recipe's seed as PyTorch does by default, uniform in ±1/sqrt(fan in), so that one seed gives one network.
 *
 * Throws StudioError 'bad input' naming the layer (counted from 1) where layers do not fit together.
 */
export function buildNetwork(tf: TensorFlow, recipe: NetworkRecipe, landmarkCount: number): LayersModel {
  checkNetwork(recipe);
  const { height, width } = recipe.input;
  const model = tf.sequential({ name: 'keypoints' });
  model.add(tf.layers.inputLayer({ inputShape: [height, width, channelCount(recipe.input)], name: 'input' }));
  for (const [index, layer] of recipe.network.entries())
    model.add(tensorFlowLayer(tf, layer, `layer_${index + 1}`, landmarkCount));
  initialiseWeights(tf, model, recipe.seed);
  return model;
}

/** Zeros: `initialiseWeights` draws the real ones. */
const undrawn = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

function tensorFlowLayer(tf: TensorFlow, layer: Layer, name: string, landmarkCount: number): TensorFlowLayer {
  switch (layer.layer) {
    case 'conv':
      return tf.layers.conv2d({
        ...undrawn,
        name: `${name}_conv`,
        filters: layer.filters,
        kernelSize: layer.kernel,
        strides: layer.stride,
        padding: 'same',
        activation: layer.activation === 'relu' ? 'relu' : 'linear',
      });
    case 'max pool':
      return tf.layers.maxPooling2d({ name: `${name}_max_pool`, poolSize: layer.size, strides: layer.size });
    case 'flatten':
      return tf.layers.flatten({ name: `${name}_flatten` });
    case 'dense':
      return tf.layers.dense({
        ...undrawn,
        name: `${name}_dense`,
        units: layer.units,
        activation: layer.activation === 'relu' ? 'relu' : 'linear',
      });
    case 'coordinates':
      return tf.layers.dense({ ...undrawn, name: `${name}_coordinates`, units: 2 * landmarkCount });
  }
}

/** As `torch.nn.Conv2d` and `torch.nn.Linear` are by default; fan in = all of the kernel's sizes but the last. */
function initialiseWeights(tf: TensorFlow, model: LayersModel, seed: number): void {
  const random = createRandom(seed, 'weights');
  for (const layer of model.layers) {
    const weights = layer.getWeights();
    const kernel = weights[0];
    if (!kernel) continue;
    const limit = 1 / Math.sqrt(kernel.shape.slice(0, -1).reduce((product, size) => product * size, 1));
    const drawn = weights.map((weight): Tensor => {
      const values = Float32Array.from({ length: weight.size }, () => (2 * random() - 1) * limit);
      return tf.tensor(values, weight.shape);
    });
    layer.setWeights(drawn);
    tf.dispose(drawn);
  }
}

/** Follows the picture through the layers, so that the person hears which layer is at fault rather than a shape mismatch. */
function checkNetwork({ input, network }: NetworkRecipe): void {
  let picture: { height: number; width: number } | null = { height: input.height, width: input.width };
  for (const [index, layer] of network.entries()) {
    const refuse = (reason: string): never => {
      throw new StudioError('bad input', `The network does not fit: layer ${index + 1}, ${layer.layer}: ${reason}.`);
    };
    const last = index === network.length - 1;
    if (last && layer.layer !== 'coordinates') refuse('the last layer must be "coordinates"');
    switch (layer.layer) {
      case 'conv':
        if (!picture) return refuse('it needs a picture, and a layer before it flattened it');
        picture = { height: Math.ceil(picture.height / layer.stride), width: Math.ceil(picture.width / layer.stride) };
        break;
      case 'max pool':
        if (!picture) return refuse('it needs a picture, and a layer before it flattened it');
        if (Math.min(picture.height, picture.width) < layer.size)
          refuse(
            `the picture is already ${picture.width}×${picture.height}, too small to pool ${layer.size}×${layer.size}`,
          );
        picture = {
          height: Math.floor(picture.height / layer.size),
          width: Math.floor(picture.width / layer.size),
        };
        break;
      case 'flatten':
        if (!picture) refuse('a layer before it has flattened the picture already');
        picture = null;
        break;
      case 'dense':
        if (picture) refuse('it needs flat numbers: put "flatten" before it');
        break;
      case 'coordinates':
        if (picture) refuse('it needs flat numbers: put "flatten" before it');
        if (!last) refuse('it must be the last layer');
        break;
    }
  }
}
