import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/recipe.ts';
import { replaceFolder } from '../../files/replaced-folder.ts';
import { modelFiles, modelOf, readModel } from '../model-files.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { buildNetwork } from './build-network.ts';
import { initialiseWeights } from './initial-weights.ts';
import { trainableParameters } from './layer-summary.ts';
import { mapLogits, softArgmax } from './soft-argmax.ts';

const { tf } = await loadEngine();

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
  expect(Array.isArray(bad.network) && bad.network.filter(({ layer }) => layer === 'conv')).toHaveLength(1);
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
  const network: RecipeInput['network'] = [
    { layer: 'conv', filters: 1, kernel: 3, stride: 1, activation: 'none' },
    { layer: 'flatten' },
    { layer: 'coordinates' },
  ];
  const model = buildNetwork(tf, blobRecipe({ network, input: { width: 8, height: 8, channels: 'gray' } }), 1);
  const conv = model.layers[1]!;
  conv.setWeights([tf.ones([3, 3, 1, 1]), tf.zeros([1])]);
  const sums = (conv.apply(tf.ones([1, 8, 8, 1])) as Tensor).dataSync();
  expect([sums[0], sums[1], sums[9]]).toEqual([4, 6, 9]);
});

const conv = { layer: 'conv', filters: 4, kernel: 3, stride: 1, activation: 'relu' } as const;
const pool = { layer: 'max pool', size: 16 } as const;
const dense = { layer: 'dense', units: 4, activation: 'relu' } as const;

test.each<[string, RecipeInput['network'], RegExp]>([
  ['pooling of nothing', [pool, pool, conv], /layer 2, max pool: the picture is already 2×1, too small to pool 16×16/],
  ['no coordinates', [conv, { layer: 'flatten' }, dense], /layer 3, dense: the last layer must be "coordinates"/],
  ['two coordinates', [{ layer: 'flatten' }, { layer: 'coordinates' }, { layer: 'coordinates' }], /layer 2, coord/],
  ['dense on a picture', [conv, dense, { layer: 'coordinates' }], /layer 2, dense: .*flatten/],
  ['convolution after flatten', [{ layer: 'flatten' }, conv, { layer: 'coordinates' }], /layer 2, conv: .*flattened/],
  ['flattened twice', [{ layer: 'flatten' }, { layer: 'flatten' }, { layer: 'coordinates' }], /layer 2, flatten/],
])('%s is refused by the name of the layer', (_, network, message) => {
  expect(() => buildNetwork(tf, blobRecipe({ network }), 1)).toThrow(message);
});

const answersOf = (model: LayersModel, picture: Tensor): number[] =>
  tf.tidy(() => [...(model.predict(picture) as Tensor).dataSync()]);

test("resnet18 is torchvision's graph: 11,240,008 parameters for one channel and 68 landmarks, 11,689,512 for the ImageNet sizes", () => {
  const build = (channels: 'gray' | 'colour', landmarks: number): LayersModel =>
    buildNetwork(tf, blobRecipe({ network: 'resnet18', input: { width: 64, height: 64, channels } }), landmarks);
  const gray = build('gray', 68);
  expect(trainableParameters(gray)).toBe(11_240_008);
  expect(gray.outputs[0]!.shape).toEqual([null, 136]);
  expect(trainableParameters(build('colour', 500))).toBe(11_689_512);
  expect(gray.getLayer('stage_4_block_2.relu').outputShape).toEqual([null, 2, 2, 512]);
});

test('heatmap-small has the 187,354 parameters of its reference for 58 points, maps of a quarter of the picture, and takes odd sizes', () => {
  const recipe = blobRecipe({ network: 'heatmap-small', input: { width: 160, height: 120, channels: 'gray' } });
  const model = buildNetwork(tf, recipe, 58);
  expect(trainableParameters(model)).toBe(187_354);
  expect(mapLogits(model)?.size).toEqual({ height: 30, width: 40 });
  const odd = buildNetwork(tf, { ...recipe, input: { ...recipe.input, width: 37, height: 51, channels: 'colour' } }, 2);
  expect(mapLogits(odd)?.size).toEqual({ height: 13, width: 10 });
  expect(odd.outputs[0]!.shape).toEqual([null, 4]);
});

test('soft-argmax answers the place of the one cell that stands out, and the middle where none does', () => {
  const logits = tf.input({ shape: [4, 8, 2] });
  const tail = tf.model({ inputs: logits, outputs: softArgmax(tf, logits) });
  initialiseWeights(tf, tail, 1, { convolutions: 'uniform', answer: null });
  const maps = tf.buffer([1, 4, 8, 2]);
  maps.set(200, 0, 1, 6, 0);
  const places = answersOf(tail, maps.toTensor());
  for (const [index, place] of [6.5 / 8, 1.5 / 4, 0.5, 0.5].entries()) expect(places[index]).toBeCloseTo(place, 6);
});

test('every named network is saved and loaded by TensorFlow.js alone, to the same answers', async () => {
  for (const network of ['heatmap-small', 'resnet18'] as const) {
    const model = buildNetwork(tf, blobRecipe({ network, input: { width: 36, height: 28, channels: 'gray' } }), 3);
    const folder = join(await temporaryFolder(), network);
    await replaceFolder(folder, await modelFiles(tf, model));
    const loaded = await modelOf(tf, await readModel(folder));
    const picture = tf.randomUniform([2, 28, 36, 1], -0.5, 0.5, 'float32', 3);
    expect(answersOf(loaded, picture)).toEqual(answersOf(model, picture));
  }
});

test('with an offset the untrained network answers the mean shape to any picture', () => {
  const mean = [0.25, 0.5, 0.75, 0.125];
  const recipe = blobRecipe({ head: 'mean shape offset' });
  const model = buildNetwork(tf, recipe, 2, mean);
  expect(answersOf(model, tf.randomUniform([1, 24, 32, 1], -0.5, 0.5, 'float32', 3))).toEqual(mean);
  expect(() => buildNetwork(tf, recipe, 2)).toThrow(/mean shape/);
});

test('norm, residual blocks, average and dropout fit together and answer', () => {
  const network: RecipeInput['network'] = [
    { layer: 'conv', filters: 6, kernel: 3, stride: 2, norm: 'batch' },
    { layer: 'residual', filters: 6 },
    { layer: 'residual', filters: 8, stride: 2 },
    { layer: 'average' },
    { layer: 'dropout', rate: 0.5 },
    { layer: 'coordinates' },
  ];
  const model = buildNetwork(tf, blobRecipe({ network }), 2);
  const blocks = 6 * 9 + 12 + (2 * (36 * 9) + 24) + (48 * 9 + 16 + 64 * 9 + 16 + 48 + 16);
  expect(trainableParameters(model)).toBe(blocks + 8 * 4 + 4);
  expect(answersOf(model, tf.ones([1, 24, 32, 1])).every(Number.isFinite)).toBe(true);
});
