import { expect, it } from 'vitest';
import type { Landmark } from '../../src-main/contract/index.ts';
import { acceptedLandmarks } from './label-correction.ts';

const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });
const label = { landmarks: [at(10, 10), at(20, 20, 'occluded'), at(0, 0, 'absent'), at(40, 40)] };
/** The run learned all but the first landmark, in another order. */
const learned = [{ index: 3 }, { index: 1 }, { index: 2 }];
const predicted = [
  { x: 44, y: 40 },
  { x: 21, y: 22 },
  { x: 31, y: 33 },
];

it('puts chosen landmarks where the run has them, by their index in the schema', () => {
  expect(acceptedLandmarks(label, predicted, learned, new Set([0]))).toEqual([{ index: 3, landmark: at(44, 40) }]);
});

it('keeps what is occluded occluded, and lets an absent landmark come where it was chosen', () => {
  expect(acceptedLandmarks(label, predicted, learned, new Set([1, 2]))).toEqual([
    { index: 1, landmark: at(21, 22, 'occluded') },
    { index: 2, landmark: at(31, 33) },
  ]);
});

it('takes the whole face but what was said to be absent, and what the run has no place for', () => {
  expect(acceptedLandmarks(label, predicted, learned, null).map(({ index }) => index)).toEqual([3, 1]);
  expect(acceptedLandmarks(label, [null, predicted[1]!, null], learned, null).map(({ index }) => index)).toEqual([1]);
});
