import { expect, test } from 'vitest';
import type { Message } from '../../messages.ts';
import type { StepEnded } from '../train.ts';
import { Progress } from './progress.ts';

const step = (epoch: number, number: number, images = 10): StepEnded => ({
  epoch,
  step: number,
  steps: 2,
  images,
  readLoss: () => 0,
});

const result = (epoch: number, validationLoss: number): Parameters<Progress['epochEnded']>[0] => ({
  result: { epoch, trainLoss: 0.5, validationLoss, imagesPerSecond: 1, seconds: 1 },
  best: { epoch: 1, validationLoss: 0.2, value: 0.2 },
  improved: false,
  history: [],
  partial: false,
  validationSeconds: 3,
});

test('speed and time left come from the steps and validations measured so far', () => {
  const sent: Message[] = [];
  let now = 0;
  const progress = new Progress(
    (message) => sent.push(message),
    2,
    () => now,
  );
  now = 1000;
  progress.stepEnded(step(1, 1));
  // Three steps of one second are left; how long a validation takes is not known yet.
  expect(sent.at(-1)).toMatchObject({ kind: 'step', epoch: 1, step: 1, steps: 2, imagesPerSecond: 10, secondsLeft: 3 });
  now = 2000;
  progress.stepEnded(step(1, 2));
  now = 5000;
  progress.epochEnded(result(1, 0.2));
  now = 6000;
  progress.stepEnded(step(2, 1));
  // One step of one second and one validation of three; the validation before is no part of the speed.
  expect(sent.at(-1)).toMatchObject({ kind: 'step', epoch: 2, step: 1, imagesPerSecond: 10, secondsLeft: 4 });
});

test('step messages are no more often than a person can read; every epoch is sent with the best so far', () => {
  const sent: Message[] = [];
  let now = 0;
  const progress = new Progress(
    (message) => sent.push(message),
    2,
    () => now,
  );
  for (now = 10; now <= 1000; now += 10) progress.stepEnded(step(1, 1));
  expect(sent).toHaveLength(5);
  progress.epochEnded(result(1, 0.2));
  progress.epochEnded(result(2, 0.3));
  expect(sent.slice(5)).toMatchObject([
    { kind: 'epoch', result: { epoch: 1 }, bestEpoch: 1, bestValidationLoss: 0.2 },
    { kind: 'epoch', result: { epoch: 2, validationLoss: 0.3 }, bestEpoch: 1, bestValidationLoss: 0.2 },
  ]);
});
