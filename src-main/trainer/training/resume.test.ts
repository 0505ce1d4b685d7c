import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Recipe, RecipeInput } from '../../contract/recipe.ts';
import { createAugmenter } from '../augmentation/augment-batch.ts';
import { decodeImages } from '../data/decode-images.ts';
import { examplesOf, learnedLandmarks } from '../data/examples.ts';
import { buildNetwork } from '../network/build-network.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe, blobSchema, makeBlobs } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { CheckpointWriter, restoreCheckpoint } from './callbacks/checkpoint.ts';
import { newTrainingState, train, type TrainingData, type TrainingState } from './train.ts';

// Each trains two runs of five epochs.
vi.setConfig({ testTimeout: 120_000 });

const { tf } = await loadEngine();
const folder = await temporaryFolder();
let examples: Pick<TrainingData, 'training' | 'validation'>;

beforeAll(async () => {
  const snapshot = await makeBlobs(join(folder, 'images'), 32);
  const loaded = await decodeImages(
    examplesOf(snapshot, learnedLandmarks(blobRecipe(), snapshot.schema), blobRecipe().input),
    blobRecipe().input,
    join(folder, 'cache'),
    {
      unreadable: (_, message) => {
        throw new Error(message);
      },
    },
  );
  examples = {
    training: loaded.filter(({ part }) => part === 'train'),
    validation: loaded.filter(({ part }) => part === 'validation'),
  };
});

const newState = (recipe: Recipe): TrainingState =>
  newTrainingState(tf, buildNetwork(tf, recipe, 2, [0.5, 0.5, 0.5, 0.5]), recipe);

/** Trains until the recipe ends, or is stopped after `until` epochs with a checkpoint of them in the folder. */
async function run(recipe: Recipe, state: TrainingState, name: string, until = Infinity): Promise<number[][]> {
  const data: TrainingData = {
    ...examples,
    nmeBy: 'box',
    augment: createAugmenter(tf, recipe, blobSchema, learnedLandmarks(recipe, blobSchema)),
  };
  const owner = { runFolder: join(folder, name), recipe, datasetHash: 'blobs' };
  const stop = { requested: false };
  const stopper = {
    epochEnded: ({ result }: { result: { epoch: number } }) => void (stop.requested ||= result.epoch >= until),
  };
  await restoreCheckpoint(tf, state, owner);
  await train(tf, recipe, data, state, [new CheckpointWriter(state, owner), stopper], stop);
  return state.history.map(({ trainLoss, validationLoss, nme, learningRate }) => [
    trainLoss,
    validationLoss,
    nme ?? NaN,
    learningRate ?? NaN,
  ]);
}

const everything: RecipeInput['network'] = [
  { layer: 'conv', filters: 6, kernel: 3, norm: 'batch' },
  { layer: 'max pool', size: 2 },
  { layer: 'residual', filters: 8, stride: 2 },
  { layer: 'average' },
  { layer: 'dropout', rate: 0.3 },
  { layer: 'coordinates' },
];
const heatmaps: RecipeInput['loss'] = [
  { kind: 'smooth-l1', weight: 0.5 },
  { kind: 'heatmap cross-entropy', sigma: 2, weight: 0.5 },
];

describe('a run that is interrupted and resumed comes to the same losses and weights, bit for bit on the CPU', () => {
  test.each<[string, Partial<RecipeInput>]>([
    [
      'sgd, batch norm, dropout, clipping, averaging, step',
      {
        network: everything,
        head: 'mean shape offset',
        loss: 'wing',
        optimizer: { kind: 'sgd', learningRate: 0.001, weightDecay: 1e-4 },
        clipNorm: 5,
        averaging: 0.9,
        schedule: { kind: 'step', every: 2 },
      },
    ],
    [
      'adamw, heatmaps, augmentation, averaging, cosine',
      {
        network: 'heatmap-small',
        loss: heatmaps,
        optimizer: { kind: 'adamw', learningRate: 0.002, weightDecay: 1e-4 },
        augmentation: { rotation: 15, translation: 3, scale: 0.1, contrast: 0.2, noise: 0.01 },
        averaging: 0.9,
        schedule: { kind: 'cosine' },
      },
    ],
    [
      'frozen layers, adamw, batch norm, averaging',
      {
        network: everything,
        transfer: { from: 1, freeze: 3 },
        optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 0.01 },
        averaging: 0.9,
      },
    ],
    [
      'adam, soft-wing, plateau by NME',
      {
        loss: 'soft-wing',
        schedule: { kind: 'plateau', patience: 1, factor: 0.5 },
        keepBestBy: 'NME',
        optimizer: { kind: 'adam', learningRate: 0.02, weightDecay: 1e-3 },
      },
    ],
  ])('%s', async (name, change) => {
    const recipe = blobRecipe({ epochs: 5, ...change });
    const [whole, before, after] = [newState(recipe), newState(recipe), newState(recipe)];
    const expected = await run(recipe, whole, `${name}/whole`);
    expect(await run(recipe, before, `${name}/broken`, 3)).toHaveLength(3);
    expect(await run(recipe, after, `${name}/broken`)).toEqual(expected);
    expect(expected.flat().every(Number.isFinite)).toBe(true);
    const weights = (state: TrainingState): number[][] =>
      [...state.model.getWeights(), ...state.evaluated.getWeights()].map((weight) => [...weight.dataSync()]);
    expect(weights(after)).toEqual(weights(whole));
  });
});

test('frozen layers stay as they are to the last bit, moving averages too; the others are trained', async () => {
  const recipe = blobRecipe({
    network: everything,
    transfer: { from: 1, freeze: 3 },
    optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 0.01 },
    averaging: 0.9,
    epochs: 2,
  });
  const state = newState(recipe);
  // As a model that is begun with has them: not the zeros and ones that moving averages are drawn with.
  for (const layer of state.model.layers)
    if (layer.getClassName() === 'BatchNormalization')
      tf.tidy(() => layer.setWeights(layer.getWeights().map((weight, place) => weight.add(0.1 * (place + 1)))));
  state.evaluated.setWeights(state.model.getWeights());
  const weights = (frozen: boolean): number[][] =>
    [state.model, state.evaluated].flatMap(({ layers }) =>
      layers
        .filter((layer) => layer.trainable !== frozen)
        .flatMap((layer) => layer.getWeights().map((weight) => [...weight.dataSync()])),
    );
  const before = { frozen: weights(true), trained: weights(false) };
  expect(before.frozen.length).toBeGreaterThan(20);
  await run(recipe, state, 'frozen');
  expect(weights(true)).toEqual(before.frozen);
  for (const [index, trained] of weights(false).entries()) expect(trained).not.toEqual(before.trained[index]);
});

test('a run stops early when its patience is used up, and has nothing left to do when resumed', async () => {
  // Steps that do nothing: the first epoch stays the best.
  const recipe = blobRecipe({ epochs: 9, earlyStop: 2, optimizer: { kind: 'sgd', learningRate: 1e-12 } });
  expect(await run(recipe, newState(recipe), 'early')).toHaveLength(3);
  const again = newState(recipe);
  expect(await run(recipe, again, 'early')).toHaveLength(3);
  expect(again.optimizer.steps).toBe(9);
});

test('what is validated is the moving average: steadier than the weights that are trained', async () => {
  const recipe = blobRecipe({ epochs: 1, averaging: 0.5, optimizer: { kind: 'adam', learningRate: 0.01 } });
  const state = newState(recipe);
  const first = state.model.getWeights()[0]!.dataSync().slice();
  await run(recipe, state, 'averaged');
  const [trained, averaged] = [state.model, state.evaluated].map((model) => model.getWeights()[0]!.dataSync());
  const far = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
    Math.hypot(...Array.from(one, (value, index) => value - other[index]!));
  expect(far(averaged!, first)).toBeGreaterThan(0);
  expect(far(averaged!, first)).toBeLessThan(far(trained!, first));
});

test('a step of every kind of network and loss leaves as many tensors as it found', async () => {
  for (const change of [
    { network: 'heatmap-small', loss: heatmaps, averaging: 0.9, augmentation: { rotation: 10 } },
    { network: everything, clipNorm: 1, optimizer: { kind: 'sgd', learningRate: 0.01 } },
    { network: 'resnet18', head: 'mean shape offset', loss: 'l1', optimizer: { kind: 'adamw', learningRate: 1e-4 } },
  ] satisfies Partial<RecipeInput>[]) {
    const recipe = blobRecipe({ epochs: 3, ...change });
    const counts: number[] = [];
    const state = newState(recipe);
    const data: TrainingData = {
      ...examples,
      nmeBy: 'box',
      augment: createAugmenter(tf, recipe, blobSchema, learnedLandmarks(recipe, blobSchema)),
    };
    const count = { epochEnded: () => void counts.push(tf.memory().numTensors) };
    await train(tf, recipe, data, state, [count], { requested: false });
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(counts[0]).toBe(counts[1]);
    expect(state.history.every(({ trainLoss }) => Number.isFinite(trainLoss))).toBe(true);
  }
});
