import { expect, test } from 'vitest';
import { learnedLandmarks } from '../data/examples.ts';
import { blobSchema } from '../testing/blobs.ts';
import { mirrorOrder } from './mirror-order.ts';

const schema = {
  ...blobSchema,
  name: 'face',
  landmarks: ['left eye', 'nose', 'right eye', 'left ear', 'right ear'].map((name) => ({ name, group: 'blobs' })),
  mirrorPairs: [
    [0, 2],
    [4, 3],
  ] as [number, number][],
};
const order = (landmarks: 'all' | string[], mirror = 0.5): number[] | null =>
  mirrorOrder({ mirror }, schema, learnedLandmarks({ landmarks }, schema));

test('pairs change places, those without a pair keep theirs', () => {
  expect(order('all')).toEqual([2, 1, 0, 4, 3]);
});

test('a subset in an order of its own has its own places', () => {
  expect(order(['right ear', 'nose', 'left ear'])).toEqual([2, 1, 0]);
  expect(order(['nose'])).toEqual([0]);
});

test('a landmark without its counterpart is refused by name, unless nothing is mirrored', () => {
  expect(() => order(['nose', 'left eye'])).toThrow(/"left eye" without its counterpart.*"right eye"/);
  expect(order(['nose', 'left eye'], 0)).toBeNull();
});

test('a schema with no mirror pairs is refused by name, unless nothing is mirrored', () => {
  const landmarks = learnedLandmarks({ landmarks: 'all' }, blobSchema);
  expect(() => mirrorOrder({ mirror: 0.1 }, blobSchema, landmarks)).toThrow(/schema blobs has no mirror pairs/);
  expect(mirrorOrder({ mirror: 0 }, blobSchema, landmarks)).toBeNull();
});
