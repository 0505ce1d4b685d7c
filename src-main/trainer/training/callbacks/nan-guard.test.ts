import { expect, test } from 'vitest';
import { blobRecipe } from '../../testing/blobs.ts';
import { NanGuard } from './nan-guard.ts';

const guard = new NanGuard(blobRecipe({ optimizer: { kind: 'adam', learningRate: 0.3 } }));

test('a loss that is no number ends the training and says what to try', () => {
  const step = { epoch: 3, step: 20, steps: 40, images: 1 };
  expect(() => guard.stepEnded({ ...step, readLoss: () => NaN })).toThrow(/epoch 3, step 20.*0\.03 instead of 0\.3/);
  expect(() => guard.stepEnded({ ...step, readLoss: () => Infinity })).toThrow(/diverged/);
  expect(() => guard.stepEnded({ ...step, readLoss: () => 4 })).not.toThrow();
});

test('between looks the device is not waited for', () => {
  const readLoss = (): number => {
    throw new Error('read');
  };
  expect(() => guard.stepEnded({ epoch: 1, step: 19, steps: 40, images: 1, readLoss })).not.toThrow();
});

test('both losses of an epoch are looked at', () => {
  const ended = (trainLoss: number, validationLoss: number): Parameters<NanGuard['epochEnded']>[0] => ({
    result: { epoch: 2, trainLoss, validationLoss, imagesPerSecond: 1, seconds: 1 },
    best: { epoch: 1, validationLoss: 1, value: 1 },
    improved: false,
    history: [],
    partial: false,
    validationSeconds: 1,
  });
  expect(() => guard.epochEnded(ended(NaN, 1))).toThrow(/train loss of epoch 2/);
  expect(() => guard.epochEnded(ended(1, NaN))).toThrow(/validation loss of epoch 2/);
  expect(() => guard.epochEnded(ended(1, 1))).not.toThrow();
});
