import { readFile } from 'node:fs/promises';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { recipeSchema, type Recipe } from '../../contract/recipe.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { buildNetwork } from './build-network.ts';

const tf = loadTensorFlow();

async function shippedRecipe(name: string): Promise<Recipe> {
  const file = new URL(`../../../resources/recipes/${name}.json`, import.meta.url);
  return recipeSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

const weightsOf = (model: LayersModel): number[][] => model.getWeights().map((weight) => [...weight.dataSync()]);

test('nose-cnn has the 296,786 parameters of the same network in PyTorch and answers x and y', async () => {
  const recipe = await shippedRecipe('nose-cnn');
  expect(recipe.name).toBe('nose-cnn');
  const model = buildNetwork(tf, recipe, 1);
  expect(model.countParams()).toBe(296_786);
  expect(model.inputs[0]!.shape).toEqual([null, 60, 80, 1]);
  expect(model.outputs[0]!.shape).toEqual([null, 2]);
});

test('the variation that fails is the same with one convolution and a hundred times the learning rate', async () => {
  const [good, bad] = [await shippedRecipe('nose-cnn'), await shippedRecipe('nose-cnn-bad')];
  expect(bad.name).toBe('nose-cnn-bad');
  expect(bad.network.filter(({ layer }) => layer === 'conv')).toHaveLength(1);
  expect(bad.optimizer.learningRate).toBeCloseTo(100 * good.optimizer.learningRate, 12);
  expect(buildNetwork(tf, bad, 1).outputs[0]!.shape).toEqual([null, 2]);
});

test('one seed gives one network, another seed another', () => {
  const first = weightsOf(buildNetwork(tf, blobRecipe({ seed: 5 }), 2));
  expect(weightsOf(buildNetwork(tf, blobRecipe({ seed: 5 }), 2))).toEqual(first);
  expect(weightsOf(buildNetwork(tf, blobRecipe({ seed: 6 }), 2))).not.toEqual(first);
});

test('weights and biases fill ±1/sqrt(fan in), as in PyTorch', () => {
  // Fan in: 9 of the convolution, 16·12·8 of the dense layer, 32 of the coordinates.
  const limits = [9, 9, 1536, 1536, 32, 32].map((fanIn) => 1 / Math.sqrt(fanIn));
  const weights = weightsOf(buildNetwork(tf, blobRecipe(), 2));
  for (const [index, values] of weights.entries()) {
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limits[index]! * (1 + 1e-6));
    if (values.length > 20) expect(largest).toBeGreaterThan(0.9 * limits[index]!);
  }
});

test('a convolution pads so that the picture keeps its size, zeros outside', () => {
  const network: Recipe['network'] = [
    { layer: 'conv', filters: 1, kernel: 3, stride: 1, activation: 'none' },
    { layer: 'flatten' },
    { layer: 'coordinates' },
  ];
  const model = buildNetwork(tf, blobRecipe({ network, input: { width: 8, height: 8, channels: 'gray' } }), 1);
  const conv = model.layers[1]!;
  conv.setWeights([tf.ones([3, 3, 1, 1]), tf.zeros([1])]);
  const sums = (conv.apply(tf.ones([1, 8, 8, 1])) as ReturnType<typeof tf.ones>).dataSync();
  expect([sums[0], sums[1], sums[9]]).toEqual([4, 6, 9]);
});

const conv = { layer: 'conv', filters: 4, kernel: 3, stride: 1, activation: 'relu' } as const;
const pool = { layer: 'max pool', size: 16 } as const;
const dense = { layer: 'dense', units: 4, activation: 'relu' } as const;

test.each<[string, Recipe['network'], RegExp]>([
  ['pooling of nothing', [pool, pool, conv], /layer 2, max pool: the picture is already 2×1, too small to pool 16×16/],
  ['no coordinates', [conv, { layer: 'flatten' }, dense], /layer 3, dense: the last layer must be "coordinates"/],
  ['two coordinates', [{ layer: 'flatten' }, { layer: 'coordinates' }, { layer: 'coordinates' }], /layer 2, coord/],
  ['dense on a picture', [conv, dense, { layer: 'coordinates' }], /layer 2, dense: .*flatten/],
  ['convolution after flatten', [{ layer: 'flatten' }, conv, { layer: 'coordinates' }], /layer 2, conv: .*flattened/],
  ['flattened twice', [{ layer: 'flatten' }, { layer: 'flatten' }, { layer: 'coordinates' }], /layer 2, flatten/],
])('%s is refused by the name of the layer', (_, network, message) => {
  expect(() => buildNetwork(tf, blobRecipe({ network }), 1)).toThrow(message);
});
