import { expect, test } from 'vitest';
import { baselineLoss, meanShape } from './baseline.ts';

const of = (targets: number[], mask: number[]): { targets: Float32Array; mask: Float32Array } => ({
  targets: Float32Array.from(targets),
  mask: Float32Array.from(mask),
});

const training = [of([0.25, 0.5, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]), of([0.75, 1, 0.5, 0.25, 0, 0], [1, 1, 1, 1, 0, 0])];

test('the mean shape leaves out absent landmarks; one that is never there is put in the middle', () => {
  expect(meanShape(training)).toEqual([0.5, 0.75, 0.5, 0.25, 0.5, 0.5]);
});

test('its loss is the mean over the coordinates that are there', () => {
  const validation = [
    of([0.75, 0.75, 0.5, 0.5, 0, 0], [1, 1, 1, 1, 0, 0]),
    of([0.5, 0.25, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]),
  ];
  expect(baselineLoss(training, validation)).toBeCloseTo((0.0625 + 0 + 0 + 0.0625 + 0 + 0.25) / 6, 12);
});
