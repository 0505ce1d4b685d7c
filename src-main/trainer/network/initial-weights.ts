import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { createRandom, type Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { cellPlaces, gridName, mapLogits } from './soft-argmax.ts';

type Layer = LayersModel['layers'][number];

/** What is not drawn as PyTorch does by default. */
export interface WeightRules {
  /** Convolutions are normal with variance 2/fan out and have no bias, as torchvision's ResNets are (He et al. 2015). */
  convolutions: 'uniform' | 'he';
  /** The last layer answers this to every picture: x/W, y/H of each landmark; null draws it like the others. */
  answer: readonly number[] | null;
}

/**
 * Draws all weights from the seed, layer by layer. By default as `torch.nn.Conv2d` and `torch.nn.Linear`: kernel and bias
 * uniform in ±1/sqrt(fan in), where fan in is all of the kernel's sizes but the last. Normalisations keep their ones and zeros.
 */
export function initialiseWeights(tf: TensorFlow, model: LayersModel, seed: number, rules: WeightRules): void {
  const random = createRandom(seed, 'weights');
  for (const layer of model.layers) {
    const weights = layer.getWeights();
    if (weights.length === 0 || layer.getClassName() === 'BatchNormalization') continue;
    const fanIn = product(weights[0]?.shape.slice(0, -1) ?? []);
    const drawn = weights.map((weight, index) =>
      tf.tensor(valuesOf(layer, { weight, index, fanIn }, model, rules, random), weight.shape),
    );
    layer.setWeights(drawn);
    tf.dispose(drawn);
  }
}

function valuesOf(
  layer: Layer,
  { weight, index, fanIn }: { weight: Tensor; index: number; fanIn: number },
  model: LayersModel,
  rules: WeightRules,
  random: Random,
): Float32Array {
  const { shape, size } = weight;
  const maps = mapLogits(model);
  if (maps && layer.name === gridName) return cellPlaces(maps.size);
  if (rules.answer && layer.name === model.layers.at(-1)?.name)
    return index === 0 ? new Float32Array(size) : Float32Array.from(rules.answer);
  if (rules.convolutions === 'he' && layer.getClassName() === 'Conv2D') {
    const [height = 1, width = 1, , filters = 1] = shape;
    const deviation = Math.sqrt(2 / (height * width * filters));
    return Float32Array.from({ length: size }, () => deviation * normal(random));
  }
  const limit = 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length: size }, () => (2 * random() - 1) * limit);
}

function product(values: number[]): number {
  return values.reduce((result, value) => result * value, 1);
}

/** Box and Muller 1958: standard normal from two uniforms. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
