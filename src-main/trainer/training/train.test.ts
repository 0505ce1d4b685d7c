import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { beforeAll, expect, test } from 'vitest';
import type { Recipe } from '../../contract/recipe.ts';
import type { LoadedExample } from '../data/batches.ts';
import { decodeImages } from '../data/decode-images.ts';
import { examplesOf, learnedLandmarks } from '../data/examples.ts';
import { buildNetwork } from '../network/build-network.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe, makeBlobs } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { bestOf } from './best-epoch.ts';
import { Pause } from './pause.ts';
import { newTrainingState, train, trainStep, type EpochEnded, type TrainingData, type TrainingState } from './train.ts';
import { validate } from './validate.ts';

const { tf } = await loadEngine();
const folder = await temporaryFolder();
const never = { requested: false };
let training: LoadedExample[];
let validation: LoadedExample[];

beforeAll(async () => {
  const snapshot = await makeBlobs(join(folder, 'images'), 32);
  const examples = examplesOf(snapshot, learnedLandmarks(blobRecipe(), snapshot.schema), blobRecipe().input);
  const loaded = await decodeImages(examples, blobRecipe().input, join(folder, 'cache'), {
    unreadable: (_, message) => {
      throw new Error(message);
    },
  });
  training = loaded.filter(({ part }) => part === 'train');
  validation = loaded.filter(({ part }) => part === 'validation');
});

const data = (): TrainingData => ({
  training,
  validation,
  nmeBy: 'box',
  augment: (batch) => ({ ...batch, changes: [] }),
});

const conv = { layer: 'conv', kernel: 3, stride: 1, norm: 'none', activation: 'relu' } as const;

const newState = (recipe: Recipe): TrainingState => newTrainingState(tf, buildNetwork(tf, recipe, 2), recipe);

test('a training step leaves as many tensors as it found', () => {
  const recipe = blobRecipe();
  const state = newState(recipe);
  let sum = tf.scalar(0);
  const counts = Array.from({ length: 4 }, () => {
    const next = trainStep(tf, recipe.input, training.slice(0, 8), state, sum).sum;
    sum.dispose();
    sum = next;
    return tf.memory().numTensors;
  });
  expect(new Set(counts).size).toBe(1);
});

test('no gradient is made for frozen layers, nor through them', async () => {
  const network: Recipe['network'] = [1, 2, 3].map(() => ({ ...conv, filters: 4 }));
  network.push({ layer: 'average' }, { layer: 'coordinates' });
  const gradients = async (freeze: number): Promise<{ filters: number; inputs: number }> => {
    const recipe = blobRecipe({ network, transfer: { from: 1, freeze } });
    const state = newState(recipe);
    const { kernelNames, kernels } = await tf.profile(() => {
      const { sum } = trainStep(tf, recipe.input, training.slice(0, 8), state, tf.scalar(0));
      return sum;
    });
    expect(kernelNames).toContain('Conv2D');
    const count = (name: string): number => kernels.filter((kernel) => kernel.name === name).length;
    return { filters: count('Conv2DBackpropFilter'), inputs: count('Conv2DBackpropInput') };
  };
  expect(await gradients(0)).toEqual({ filters: 3, inputs: 2 });
  expect(await gradients(2)).toEqual({ filters: 1, inputs: 0 });
});

test('whole epochs leave as many tensors as they found', async () => {
  const recipe = blobRecipe({ epochs: 3 });
  const counts: number[] = [];
  const count = { epochEnded: () => void counts.push(tf.memory().numTensors) };
  await train(tf, recipe, data(), newState(recipe), [count], never);
  expect(counts).toHaveLength(3);
  expect(new Set(counts).size).toBe(1);
});

test('the train loss is the mean over the coordinates that were trained on: absent landmarks do not count', async () => {
  // With no step worth the name the loss while training is the loss of the weights at the start.
  const recipe = blobRecipe({ epochs: 1, batch: 5, optimizer: { kind: 'adam', learningRate: 1e-12 } });
  const state = newState(recipe);
  let sum = 0;
  let coordinates = 0;
  for (const { pixels, targets, mask } of training) {
    const values = Float32Array.from(pixels, (pixel) => pixel / 255 - 0.5);
    const answers = tf.tidy(() => (state.model.predict(tf.tensor(values, [1, 24, 32, 1])) as Tensor).dataSync());
    for (const [index, there] of mask.entries()) {
      sum += there * (answers[index]! - targets[index]!) ** 2;
      coordinates += there;
    }
  }
  expect(coordinates).toBeLessThan(4 * training.length);
  expect(validate(tf, state.model, training, recipe.input, 7).loss).toBeCloseTo(sum / coordinates, 6);
  await train(tf, recipe, data(), state, [], never);
  expect(state.history[0]!.trainLoss).toBeCloseTo(sum / coordinates, 6);
});

test('the best epoch is the one with the lowest validation loss, and callbacks hear of it', async () => {
  const recipe = blobRecipe({ epochs: 5, optimizer: { kind: 'adam', learningRate: 0.02 } });
  const state = newState(recipe);
  const heard: EpochEnded[] = [];
  expect(await train(tf, recipe, data(), state, [{ epochEnded: (e) => void heard.push(e) }], never)).toBe('finished');
  const losses = state.history.map(({ validationLoss }) => validationLoss);
  expect(state.best).toEqual({
    epoch: losses.indexOf(Math.min(...losses)) + 1,
    validationLoss: Math.min(...losses),
    value: Math.min(...losses),
  });
  expect(bestOf(state.history, 'validation loss')).toEqual(state.best);
  for (const { result, improved } of heard)
    expect(improved).toBe(result.validationLoss < Math.min(Infinity, ...losses.slice(0, result.epoch - 1)));
});

test('a stop ends after the step and drops the epoch that was going on', async () => {
  const recipe = blobRecipe({ epochs: 9 });
  const state = newState(recipe);
  const stop = { requested: false };
  let stepsAfterwards = 0;
  const stopper = {
    stepEnded: ({ epoch, step }: { epoch: number; step: number }) => {
      if (stop.requested) stepsAfterwards += 1;
      if (epoch === 2 && step === 1) stop.requested = true;
    },
  };
  expect(await train(tf, recipe, data(), state, [stopper], stop)).toBe('stopped');
  expect(stepsAfterwards).toBe(0);
  expect(state.history.map(({ epoch }) => epoch)).toEqual([1]);
  expect(state.best?.epoch).toBe(1);
});

test('stopped in its first epoch, the weights as they are become the model', async () => {
  const recipe = blobRecipe();
  const state = newState(recipe);
  const stop = { requested: false };
  const heard: EpochEnded[] = [];
  const stopper = {
    stepEnded: () => {
      stop.requested = true;
    },
    epochEnded: (ended: EpochEnded) => void heard.push(ended),
  };
  expect(await train(tf, recipe, data(), state, [stopper], stop)).toBe('stopped');
  expect(heard).toMatchObject([{ partial: true, improved: true, result: { epoch: 1 } }]);
  expect(heard[0]!.result.validationLoss).toBe(validate(tf, state.model, validation, recipe.input, recipe.batch).loss);
});

test('a stop after the last step has nothing to stop', async () => {
  const recipe = blobRecipe({ epochs: 1 });
  const stop = { requested: false };
  const stopper = { epochEnded: () => void (stop.requested = true) };
  expect(await train(tf, recipe, data(), newState(recipe), [stopper], stop)).toBe('finished');
});

test('a pause changes no loss, and its time is not counted', async () => {
  const recipe = blobRecipe({ epochs: 2 });
  const [whole, paused] = [newState(recipe), newState(recipe)];
  await train(tf, recipe, data(), whole, [], never);
  let skipped = 0;
  const hour = 3_600_000;
  const rests: boolean[] = [];
  const pause: Pause = new Pause(
    (resting) => {
      rests.push(resting);
      if (!resting) return;
      skipped += hour;
      setImmediate(() => pause.end());
    },
    () => performance.now() + skipped,
  );
  const asker = { stepEnded: () => pause.ask(), epochEnded: () => pause.ask() };
  expect(await train(tf, recipe, data(), paused, [asker], never, pause)).toBe('finished');
  const losses = ({ history }: TrainingState) =>
    history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
  expect(losses(paused)).toEqual(losses(whole));
  // After each of the steps, and once after each epoch.
  const steps = Math.ceil(training.length / recipe.batch);
  expect(rests).toHaveLength(2 * 2 * (steps + 1));
  for (const { seconds, imagesPerSecond } of paused.history) {
    expect(seconds).toBeLessThan(hour / 1000);
    expect(imagesPerSecond).toBeGreaterThan(training.length / (hour / 1000));
  }
});

test('a stop ends a paused training', async () => {
  const recipe = blobRecipe({ epochs: 9 });
  const stop = { requested: false };
  const pause: Pause = new Pause((resting) => {
    if (!resting) return;
    stop.requested = true;
    setImmediate(() => pause.end());
  });
  const asker = {
    stepEnded: ({ epoch }: { epoch: number }) => {
      if (epoch === 2) pause.ask();
    },
  };
  const state = newState(recipe);
  expect(await train(tf, recipe, data(), state, [asker], stop, pause)).toBe('stopped');
  expect(state.history.map(({ epoch }) => epoch)).toEqual([1]);
});
