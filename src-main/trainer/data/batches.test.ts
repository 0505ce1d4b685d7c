import { expect, test } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { cutIntoBatches, epochBatches, toBatch, type LoadedExample } from './batches.ts';

const { tf } = await loadEngine();

const example = (imageId: number, change: Partial<LoadedExample> = {}): LoadedExample => ({
  part: 'train',
  imageId,
  name: '',
  file: '',
  contentHash: '',
  width: 2,
  height: 2,
  box: null,
  crop: { x: 0, y: 0, width: 2, height: 2 },
  faceSize: null,
  originalWidth: 2,
  originalHeight: 2,
  pixels: Uint8Array.of(0, 51, 102, 255),
  targets: Float32Array.of(0.25, 0.5),
  mask: Float32Array.of(1, 1),
  ...change,
});

test('a seed and an epoch give one order, other epochs others, each with every item once', () => {
  const items = Array.from({ length: 50 }, (_, index) => index);
  const first = epochBatches(items, 8, 1, 3);
  expect(epochBatches(items, 8, 1, 3)).toEqual(first);
  expect(epochBatches(items, 8, 1, 4)).not.toEqual(first);
  expect(epochBatches(items, 8, 2, 3)).not.toEqual(first);
  expect(first.map((batch) => batch.length)).toEqual([8, 8, 8, 8, 8, 8, 2]);
  expect(first.flat().sort((one, other) => one - other)).toEqual(items);
});

test('nothing is cut into no batches', () => {
  expect(cutIntoBatches([], 4)).toEqual([]);
});

test('pictures are pixel / 255 - 0.5, and the coordinates that are there are counted', () => {
  const input = { width: 2, height: 2, channels: 'gray' } as const;
  const masked = example(2, { mask: Float32Array.of(0, 0) });
  const batch = toBatch(tf, [example(1), masked], input);
  expect(batch.pictures.shape).toEqual([2, 2, 2, 1]);
  expect([...batch.pictures.dataSync()].slice(4)).toEqual([-0.5, -0.3, -0.1, 0.5].map(Math.fround));
  expect(batch.targets.arraySync()[0]).toEqual([0.25, 0.5]);
  expect(batch.mask.arraySync()).toEqual([
    [1, 1],
    [0, 0],
  ]);
  expect([batch.images, batch.coordinates]).toEqual([2, 2]);
});
