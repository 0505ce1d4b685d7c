import type { Rank } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { augmentationSchema } from '../../contract/augmentation.ts';
import { createRandom } from '../random.ts';
import { loadEngine } from '../engines/engine.ts';
import { blurPictures } from './blur.ts';
import { changeColours } from './colour.ts';
import { drawChanges, type Change } from './draw-changes.ts';
import { addNoise } from './noise.ts';
import { occlude } from './occlude.ts';

const { tf } = await loadEngine();
const unchanged: Change = drawChanges(augmentationSchema.parse({}), 1, createRandom(1, ''))[0]!;

/** Values in 0 … 1 of the picture that (1, 1, n, channels) `values` become. */
function coloured(values: number[], channels: number, change: Partial<Change>, settings: object): number[] {
  const pictures = tf.tensor4d(
    values.map((value) => value - 0.5),
    [1, 1, values.length / channels, channels],
  );
  const changed = changeColours(tf, pictures, [{ ...unchanged, ...change }], augmentationSchema.parse(settings));
  return Array.from(changed.dataSync(), (value) => value + 0.5);
}

const close = (actual: number[], expected: number[]): void => {
  expect(actual).toHaveLength(expected.length);
  for (const [place, value] of expected.entries()) expect(actual[place]).toBeCloseTo(value, 5);
};

test('brightness times the value, contrast about the mean of the brightened picture', () => {
  const values = [0.1, 0.2, 0.6];
  close(coloured(values, 1, { brightness: 1.2 }, { brightness: 0.5 }), [0.12, 0.24, 0.72]);
  close(coloured(values, 1, { contrast: 0.5 }, { contrast: 0.5 }), [0.2, 0.25, 0.45]);
  const mean = 1.2 * 0.3;
  close(
    coloured(values, 1, { contrast: 1.5, brightness: 1.2 }, { contrast: 0.5, brightness: 0.5 }),
    values.map((value) => mean + 1.5 * (1.2 * value - mean)),
  );
});

test('saturation moves colours from their gray and leaves gray pictures alone', () => {
  const gray = 0.299 * 0.8 + 0.587 * 0.4 + 0.114 * 0.2;
  close(coloured([0.8, 0.4, 0.2], 3, { saturation: 0 }, { saturation: 0.5 }), [gray, gray, gray]);
  close(
    coloured([0.8, 0.4, 0.2], 3, { saturation: 1.25 }, { saturation: 0.5 }),
    [0.8, 0.4, 0.2].map((value) => gray + 1.25 * (value - gray)),
  );
  close(coloured([0.8, 0.4, 0.2], 1, { saturation: 0 }, { saturation: 0.5 }), [0.8, 0.4, 0.2]);
});

test('gamma is a power of the value, black and white staying', () => {
  close(coloured([0, 0.25, 1], 1, { gamma: 1.5 }, { gamma: 0.5 }), [0, 0.125, 1]);
});

test('blur spreads a point as a Gaussian of its own sigma, in its own picture and channel alone', () => {
  const point = (lit: boolean) =>
    Array.from({ length: 21 * 21 * 2 }, (_, place) => (lit && place === 2 * (10 * 21 + 10) ? 1 : 0));
  const pictures = tf.tensor4d([point(true), point(true), point(true), point(false)].flat(), [4, 21, 21, 2]);
  const sigmas = [1, 0, 2, 0.5];
  const blurred = blurPictures(tf, pictures, sigmas, 2).arraySync();
  for (const [index, sigma] of [1, null, 2].entries()) {
    if (sigma === null) continue;
    const first = blurred[index]!.map((row) => row.map(([value]) => value!));
    expect(first.flat().reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    const spread = first.flat().reduce((sum, value, place) => sum + value * ((place % 21) - 10) ** 2, 0);
    // The Gaussian is cut at three of the widest sigma, 2.
    expect(spread).toBeCloseTo(sigma ** 2, sigma === 1 ? 2 : 0);
    expect(first[12]![9]! / first[10]![10]!).toBeCloseTo(Math.exp(-5 / (2 * sigma ** 2)), 4);
    expect(blurred[index]!.flat().every(([, second]) => second === 0)).toBe(true);
  }
  expect(blurred[1]).toEqual(pictures.arraySync()[1]);
  expect(blurred[3]!.flat(2).every((value) => value === 0)).toBe(true);
});

test('blur leaves an even picture as it is, to its edges', () => {
  const even = tf.fill<Rank.R4>([1, 12, 16, 1], 0.3);
  const values = blurPictures(tf, even, [4], 4).dataSync();
  expect(Math.max(...Array.from(values, (value) => Math.abs(value - 0.3)))).toBeLessThan(1e-6);
});

test('noise has the deviation asked for, the same for the same seeds', () => {
  const flat = tf.zeros<Rank.R4>([2, 100, 100, 1]);
  const [none, some] = tf.unstack(addNoise(tf, flat, [0, 0.1], [7, 8]));
  expect(none!.abs().max().dataSync()[0]).toBe(0);
  const deviation = Math.sqrt(some!.square().mean().dataSync()[0]!);
  expect(Math.abs(deviation - 0.1)).toBeLessThan(0.004);
  const again = (seeds: [number, number]) => [...addNoise(tf, flat, [0, 0.1], seeds).dataSync()];
  expect(again([7, 8])).toEqual(again([7, 8]));
  expect(again([7, 9])).not.toEqual(again([7, 8]));
});

test('a patch covers its rectangle with one gray and nothing else', () => {
  const flat = tf.zeros<Rank.R4>([2, 4, 5, 1]);
  const patch = { left: 0.2, top: 0.5, width: 0.6, height: 0.25, gray: 0.9 };
  const [covered, free] = occlude(tf, flat, [patch, null]).arraySync();
  const rows = covered!.map((row) => row.map(([value]) => Math.round(value! * 10) / 10));
  expect(rows).toEqual([
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
    [0, 0.4, 0.4, 0.4, 0],
    [0, 0, 0, 0, 0],
  ]);
  expect(free!.flat(2).every((value) => value === 0)).toBe(true);
});

test('amounts are drawn from both sides within their range, and one kind does not change another', () => {
  const settings = augmentationSchema.parse({ rotation: 15, scale: 0.1, occlusion: { probability: 0.5, size: 0.4 } });
  const changes = drawChanges(settings, 400, createRandom(2, ''));
  const rotations = changes.map(({ rotation }) => (rotation * 180) / Math.PI);
  expect(Math.min(...rotations)).toBeGreaterThan(-15);
  expect(Math.min(...rotations)).toBeLessThan(-13);
  expect(Math.max(...rotations)).toBeGreaterThan(13);
  expect(Math.max(...rotations)).toBeLessThan(15);
  const patches = changes.map(({ patch }) => patch).filter((patch) => patch !== null);
  expect(patches.length).toBeGreaterThan(160);
  expect(patches.length).toBeLessThan(240);
  for (const { left, top, width, height } of patches) {
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(0.2);
    expect(Math.max(width, height)).toBeLessThanOrEqual(0.4);
    expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(1);
  }
  const plain = drawChanges(augmentationSchema.parse({ rotation: 15 }), 400, createRandom(2, ''));
  expect(plain.map(({ rotation }) => rotation)).toEqual(changes.map(({ rotation }) => rotation));
  expect(plain.every(({ scale, patch }) => scale === 1 && patch === null)).toBe(true);
});
