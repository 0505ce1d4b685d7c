import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { describe, expect, test, vi } from 'vitest';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/recipe.ts';
import { beginningWords } from '../../contract/runs.ts';
import { normalisation } from '../data/batches.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe, blobSchema } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { BestModel, bestModelFolder } from '../training/callbacks/best-model.ts';
import { buildNetwork } from './build-network.ts';
import { summariseLayers, trainableParameters } from './layer-summary.ts';
import { takeOverWeights } from './take-over-weights.ts';

// Saves and loads a ResNet18.
vi.setConfig({ testTimeout: 60_000 });

const { tf } = await loadEngine();
const folder = await temporaryFolder();
let saved = 0;

/** Saves a model as a run does, every weight moved by 0.5 so that none is as it is drawn; answers its folder. */
async function save(recipe: Recipe, landmarks: number, meanShape: number[] | null = null): Promise<string> {
  const model = buildNetwork(tf, recipe, landmarks, meanShape);
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.add(0.5))));
  const runFolder = join(folder, `saved-${(saved += 1)}`);
  const { width, height, channels } = recipe.input;
  const metadata = {
    format: 'keypoint-studio-model',
    version: 1,
    runId: 3,
    recipe,
    datasetHash: '',
    schema: blobSchema,
    landmarks: [],
    input: { width, height, channels, crop: 'whole image', margin: 0, resize: 'stretch', normalisation },
    output: { meaning: 'x/W, y/H of each landmark in turn' },
    baselineLoss: 1,
  } as const;
  const result = { epoch: 1, trainLoss: 1, validationLoss: 1, imagesPerSecond: 1, seconds: 1 };
  const best = { epoch: 1, validationLoss: 1, value: 1 };
  const ended = { result, best, improved: true, history: [result], partial: false, validationSeconds: 1 };
  await new BestModel(tf, model, runFolder, { ...metadata, landmarks: [] }).epochEnded(ended);
  return bestModelFolder(runFolder);
}

/** Builds the recipe's network and begins it with the folder. */
async function begin(recipe: Recipe, landmarks: number, from: string, meanShape: number[] | null = null) {
  const model = buildNetwork(tf, recipe, landmarks, meanShape);
  const beginning = await takeOverWeights(tf, model, recipe, from);
  return { model, layers: summariseLayers(model, recipe.network, beginning) };
}

const transfer = { from: 3 };
const weightOf = (model: LayersModel, layer: string, place = 0): number[] => [
  ...model.getLayer(layer).getWeights()[place]!.dataSync(),
];

test('a network begins with another of other landmarks, the moving averages of its normalisations too; its maps begin anew', async () => {
  const small: Partial<RecipeInput> = { network: 'heatmap-small', input: { width: 32, height: 24, channels: 'gray' } };
  const from = await save(blobRecipe(small), 68);
  const recipe = blobRecipe({ ...small, transfer, seed: 9 });
  const { model, layers } = await begin(recipe, 58, from);
  expect(beginningWords(layers)).toBe('22 of 23 layers; maps.conv anew');
  expect(layers.find(({ name }) => name === 'maps')).toMatchObject({
    begins: { taken: 0, anew: [{ layer: 'maps.conv', why: 'the kernel is 1×1×32×68 in run 3, 1×1×32×58 here' }] },
  });
  // Drawn, a moving mean is 0 and a gamma 1.
  expect(new Set(weightOf(model, 'stem.conv_norm', 2))).toEqual(new Set([0.5]));
  expect(new Set(weightOf(model, 'stem.conv_norm', 0))).toEqual(new Set([1.5]));
  const drawn = buildNetwork(tf, recipe, 58);
  expect(weightOf(model, 'maps.conv')).toEqual(weightOf(drawn, 'maps.conv'));
  expect(weightOf(model, 'stem.conv')).not.toEqual(weightOf(drawn, 'stem.conv'));
  // The places of the cells are not learned: those of the saved model, moved like the rest, are left there.
  expect(weightOf(model, 'coordinates.grid')).toEqual(weightOf(drawn, 'coordinates.grid'));
});

test('only the first convolution of a colour network does not fit gray pictures', async () => {
  const resnet = (channels: 'gray' | 'colour', change: Partial<RecipeInput> = {}): Recipe =>
    blobRecipe({ network: 'resnet18', input: { width: 32, height: 32, channels }, ...change });
  const from = await save(resnet('colour'), 2);
  const { layers } = await begin(resnet('gray', { transfer }), 2, from);
  expect(beginningWords(layers)).toBe('40 of 41 layers; stem.conv anew');
});

test('a head that starts at the mean shape keeps what it has learned, or starts there again for other landmarks', async () => {
  const recipe = blobRecipe({ head: 'mean shape offset', transfer });
  const from = await save(blobRecipe({ head: 'mean shape offset' }), 1, [0.25, 0.75]);
  const kept = await begin(recipe, 1, from, [0.1, 0.1]);
  expect(weightOf(kept.model, 'layer_5.coordinates', 1)).toEqual([0.75, 1.25]);
  const anew = await begin(recipe, 2, from, [0.5, 0.25, 0.75, 0.125]);
  const answer = tf.tidy(() => [...(anew.model.predict(tf.ones([1, 24, 32, 1])) as Tensor).dataSync()]);
  expect(answer).toEqual([0.5, 0.25, 0.75, 0.125]);
  expect(beginningWords(anew.layers)).toBe('2 of 3 layers; layer 5.coordinates anew');
});

test('frozen rows are marked and not counted among what is trained, their parameters stay in the table', async () => {
  const from = await save(blobRecipe(), 2);
  const { model, layers } = await begin(blobRecipe({ transfer: { from: 3, freeze: 2 } }), 2, from);
  expect(layers.map(({ frozen }) => frozen ?? false)).toEqual([false, true, true, false, false, false]);
  const all = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  expect(all - trainableParameters(model)).toBe(8 * 9 + 8);
});

describe('what cannot be begun with is refused', () => {
  test.each<[string, Partial<RecipeInput>, RegExp]>([
    [
      'another network',
      { network: 'heatmap-small' },
      /Nothing of run 3 fits.*one of 5 layers on gray 32×24.*heatmap-small on gray 32×24/,
    ],
    [
      'frozen layers that begin anew',
      { input: { width: 32, height: 24, channels: 'colour' }, transfer: { from: 3, freeze: 1 } },
      /stay as they are in run 3, but layer 1\.conv begins anew: the kernel is 3×3×1×8 in run 3, 3×3×3×8 here/,
    ],
    [
      'nothing left to train',
      { transfer: { from: 3, freeze: 5 } },
      /first 5 of 5 layers frozen nothing is left to train\. Freeze at most 4/,
    ],
  ])('%s', async (_, change, message) => {
    const from = await save(blobRecipe(), 2);
    await expect(begin(blobRecipe({ transfer, ...change }), 2, from)).rejects.toThrow(message);
  });

  const edit = async (file: string, change: (model: { weightsManifest: Manifest[] }) => void): Promise<void> => {
    const model = JSON.parse(await readFile(file, 'utf8')) as { weightsManifest: Manifest[] };
    change(model);
    await writeFile(file, JSON.stringify(model));
  };
  interface Manifest {
    paths: string[];
    weights: { name: string; shape: unknown; dtype: string }[];
  }

  test.each<[string, (from: string) => Promise<void>, RegExp]>([
    ['a model that is no JSON', (from) => writeFile(join(from, 'model.json'), '{'), /model\.json is not JSON/],
    ['a model without weights', (from) => writeFile(join(from, 'model.json'), '{}'), /model\.json is not as it should/],
    [
      'weights outside the folder',
      (from) => edit(join(from, 'model.json'), (model) => (model.weightsManifest[0]!.paths = ['../../../etc/passwd'])),
      /model\.json is not as it should be[^]*weights\.bin/,
    ],
    [
      'a shape beyond all memory',
      (from) => edit(join(from, 'model.json'), (model) => (model.weightsManifest[0]!.weights[0]!.shape = [1e15, 1e15])),
      /weights\.bin has \d+ bytes, but .*model\.json tells of weights of/,
    ],
    [
      'a shape that is none',
      (from) => edit(join(from, 'model.json'), (model) => (model.weightsManifest[0]!.weights[0]!.shape = [-1])),
      /model\.json is not as it should/,
    ],
    [
      'weights cut short',
      async (from) => {
        const file = join(from, 'weights.bin');
        await writeFile(file, (await readFile(file)).subarray(0, 40));
      },
      /weights\.bin has 40 bytes, but/,
    ],
    [
      'weights that are no numbers',
      async (from) => {
        const file = join(from, 'weights.bin');
        await writeFile(file, Buffer.alloc((await readFile(file)).length, 0xff));
      },
      /The kernel of layer_1\.conv in run 3 has values that are no numbers/,
    ],
    [
      'metadata of something else',
      (from) => writeFile(join(from, 'metadata.json'), '[]'),
      /metadata\.json is not as it/,
    ],
  ])('%s', async (_, spoil, message) => {
    const from = await save(blobRecipe(), 2);
    await spoil(from);
    await expect(begin(blobRecipe({ transfer }), 2, from)).rejects.toThrow(message);
  });

  test('a folder that is not there', async () => {
    await expect(begin(blobRecipe({ transfer }), 2, join(folder, 'nowhere'))).rejects.toThrow(/cannot be read: ENOENT/);
  });
});

test('a stored recipe of before begins with nothing', () => {
  const { transfer: none, ...before } = blobRecipe();
  expect(none).toBeNull();
  expect(recipeSchema.parse(before).transfer).toBeNull();
});
