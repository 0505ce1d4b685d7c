import { expect, test } from 'vitest';
import type { Snapshot } from '../../contract/trainer.ts';
import { blobSchema } from '../testing/blobs.ts';
import { examplesOf, learnedLandmarks } from './examples.ts';

const image = (id: number, change: Partial<Snapshot['images'][number]>): Snapshot['images'][number] => ({
  id,
  instanceId: id,
  name: `image ${id}`,
  file: `/images/${id}.jpg`,
  contentHash: `${id}`,
  width: 200,
  height: 100,
  group: null,
  part: 'train',
  landmarks: [
    [50, 25],
    [150, 100],
  ],
  box: null,
  ...change,
});
const input = { width: 20, height: 10, channels: 'gray', crop: 'whole image', margin: 0 } as const;
const snapshot = (images: Snapshot['images']): Snapshot => ({ version: 1, hash: '', schema: blobSchema, images });

test('landmarks are taken in the order of the recipe', () => {
  expect(learnedLandmarks({ landmarks: ['dark', 'light'] }, blobSchema)).toEqual([
    { index: 1, name: 'dark' },
    { index: 0, name: 'light' },
  ]);
  expect(learnedLandmarks({ landmarks: 'all' }, blobSchema).map(({ name }) => name)).toEqual(['light', 'dark']);
});

test('a landmark that the schema does not have is refused with those it has', () => {
  expect(() => learnedLandmarks({ landmarks: ['nose 6'] }, blobSchema)).toThrow(/"nose 6".*blobs.*light, dark/);
});

test('targets are x/W, y/H; an absent landmark is masked; an image with none of them is left out', () => {
  const landmarks = learnedLandmarks({ landmarks: ['dark', 'light'] }, blobSchema);
  const examples = examplesOf(
    snapshot([
      image(1, { landmarks: [[50, 25], null] }),
      image(2, { part: 'validation' }),
      image(3, { landmarks: [null, null] }),
    ]),
    landmarks,
    input,
  );
  expect(examples.map(({ imageId, targets, mask }) => [imageId, [...targets], [...mask]])).toEqual([
    [1, [0, 0, 0.25, 0.25], [0, 0, 1, 1]],
    [2, [0.75, 1, 0.25, 0.25], [1, 1, 1, 1]],
  ]);
});

test('a split without validation images is refused before anything is decoded', () => {
  const landmarks = learnedLandmarks({ landmarks: 'all' }, blobSchema);
  expect(() => examplesOf(snapshot([image(1, {})]), landmarks, input)).toThrow(/no validation image/);
  expect(() => examplesOf(snapshot([image(1, { part: 'validation' })]), landmarks, input)).toThrow(/no train image/);
});
