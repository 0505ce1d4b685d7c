import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { recipeSchema, type Recipe } from '../../contract/recipe.ts';
import { loadEngine } from '../engines/engine.ts';
import { createAugmenter } from '../augmentation/augment-batch.ts';
import type { LoadedExample } from '../data/batches.ts';
import { learnedLandmarks } from '../data/examples.ts';
import { createRandom } from '../random.ts';
import { blobSchema } from '../testing/blobs.ts';
import { newTrainingState, trainStep } from '../training/train.ts';
import { buildNetwork, channelCount } from './build-network.ts';
import { trainableParameters } from './layer-summary.ts';

const { tf } = await loadEngine();
const folder = new URL('../../../resources/recipes/', import.meta.url);
const recipes: Recipe[] = await Promise.all(
  (await readdir(folder)).map(async (name) =>
    recipeSchema.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8'))),
  ),
);
const shipped = (name: string): Recipe => {
  const found = recipes.find((recipe) => recipe.name === name);
  if (!found) throw new Error(`There is no recipe ${name}.`);
  return found;
};

/** Two pictures of noise, with two landmarks each. */
function examples({ input }: Recipe): LoadedExample[] {
  const random = createRandom(1, 'pictures');
  return [1, 2].map((imageId) => ({
    part: 'train',
    imageId,
    name: '',
    file: '',
    contentHash: '',
    width: input.width,
    height: input.height,
    box: null,
    crop: { x: 0, y: 0, width: input.width, height: input.height },
    faceSize: null,
    originalWidth: input.width,
    originalHeight: input.height,
    pixels: Uint8Array.from({ length: input.width * input.height * channelCount(input) }, () => 256 * random()),
    targets: Float32Array.from({ length: 4 }, random),
    mask: new Float32Array(4).fill(1),
  }));
}

test.each([
  ['nose-cnn', 1, 296_786],
  ['nose-cnn-bad', 1, 1_843_706],
  ['face58-cnn', 58, 565_252],
  ['face58-cnn-bad', 58, 563_892],
  ['resnet18-68', 68, 11_240_008],
  ['heatmap-small', 58, 187_354],
  ['coordinates-robust', 58, 171_112],
] as const)('%s for %i landmarks is built and ready to train, with %i parameters', (name, landmarks, parameters) => {
  const recipe = shipped(name);
  const model = buildNetwork(tf, recipe, landmarks, Array<number>(2 * landmarks).fill(0.5));
  expect(trainableParameters(model)).toBe(parameters);
  expect(newTrainingState(tf, model, recipe).optimizer.steps).toBe(0);
});

/** 64 × 48 px: the recipe's own layers, few places. */
test.each(recipes)('$name takes steps, and their losses are numbers that change', (full) => {
  const recipe: Recipe = { ...full, input: { ...full.input, width: 64, height: 48 } };
  const landmarks = learnedLandmarks({ landmarks: 'all' }, blobSchema);
  const state = newTrainingState(tf, buildNetwork(tf, recipe, 2, [0.5, 0.5, 0.5, 0.5]), recipe);
  const augment = createAugmenter(
    tf,
    { ...recipe, augmentation: { ...recipe.augmentation, mirror: 0 } },
    blobSchema,
    landmarks,
  );
  const losses = [1, 2, 3].map((epoch) => {
    const { sum, coordinates } = trainStep(tf, recipe.input, examples(recipe), state, tf.scalar(0), (batch) =>
      augment(batch, epoch, 0),
    );
    return (sum.dataSync()[0] ?? NaN) / coordinates;
  });
  expect(losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
  expect(new Set(losses).size).toBe(3);
  expect(state.optimizer.steps).toBe(3);
});

test('the three parts of the write-up are as it says', () => {
  const part2 = shipped('face58-cnn');
  if (typeof part2.network === 'string') throw new Error('face58-cnn is layer by layer');
  expect(part2.network.map(({ layer }) => layer).join(' ')).toBe(
    'conv conv conv conv max pool conv max pool flatten dense dense coordinates',
  );
  expect(part2.network[0]).toMatchObject({ filters: 12, kernel: 5, norm: 'none', activation: 'relu' });
  expect(part2).toMatchObject({
    input: { width: 160, height: 120, channels: 'gray' },
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate: 1e-4, weightDecay: 0 },
    schedule: { kind: 'constant' },
    augmentation: { rotation: 15, translation: 10, mirror: 0 },
    batch: 64,
    epochs: 100,
  });
  const bad = shipped('face58-cnn-bad');
  expect(bad).toMatchObject({ optimizer: { learningRate: 1e-6 }, epochs: 50 });
  expect(bad.network[0]).toMatchObject({ filters: 4, kernel: 5 });
  expect(shipped('resnet18-68')).toMatchObject({
    optimizer: { kind: 'adam', learningRate: 1e-4 },
    batch: 64,
    epochs: 80,
    augmentation: { rotation: 0, brightness: 0.2 },
  });
});
