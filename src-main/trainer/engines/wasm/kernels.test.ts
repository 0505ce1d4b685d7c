import type { Rank, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { afterAll, expect, test } from 'vitest';
import { largestDifference } from '../../kernels/testing/gradients.ts';
import { loadWasm } from '../wasm.ts';

const { tf } = await loadWasm();
afterAll(() => tf.setBackend('wasm'));

/** The largest difference between what is computed here and on tfjs' CPU backend. */
async function differenceFromCpu(compute: () => Tensor): Promise<number> {
  await tf.setBackend('wasm');
  const ours = compute();
  await tf.setBackend('cpu');
  return largestDifference(tf, ours, compute());
}

const normal = (shape: [number, number, number, number], mean: number): Tensor4D =>
  tf.randomNormal<Rank.R4>(shape, mean, 1, 'float32', 1);

test.each([
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [3, 2, 'valid'],
  [4, 4, 'valid'],
] as const)(
  'max-pool %i px every %i px, %s: the gradient finds the largest below zero too',
  async (size, step, pad) => {
    for (const mean of [-3, 0, 3]) {
      const x = normal([2, 13, 10, 3], mean);
      const gradient = tf.grad((input: Tensor) => tf.maxPool(input as Tensor4D, size, step, pad).square());
      expect(await differenceFromCpu(() => gradient(x))).toBeLessThan(1e-6);
    }
  },
);

test('matrix products are the same with their matrices transposed, alone and by the batch', async () => {
  for (const leading of [[], [3]])
    for (const [transposeA, transposeB] of [
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const a = tf.randomNormal([...leading, ...(transposeA ? [4, 5] : [5, 4])], 0, 1, 'float32', 1);
      const b = tf.randomNormal([...leading, ...(transposeB ? [6, 4] : [4, 6])], 0, 1, 'float32', 2);
      expect(await differenceFromCpu(() => tf.matMul(a, b, transposeA, transposeB))).toBeLessThan(1e-5);
    }
});

/** Bilinear, as `tf.image.transform` counts places; beyond the edges the picture goes on as its mirror image. */
function mirrored(values: number[][], [a, b, c, d, e, f]: number[]): number[][] {
  const fold = (place: number, size: number): number => {
    const within = ((place % (2 * size)) + 2 * size) % (2 * size);
    return within < size ? within : 2 * size - 1 - within;
  };
  const at = (row: number, column: number): number =>
    values[fold(row, values.length)]![fold(column, values[0]!.length)]!;
  return values.map((line, row) =>
    line.map((_, column) => {
      const [x, y] = [a! * column + b! * row + c!, d! * column + e! * row + f!];
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const upper = at(top, left) * (left + 1 - x) + at(top, left + 1) * (x - left);
      const lower = at(top + 1, left) * (left + 1 - x) + at(top + 1, left + 1) * (x - left);
      return upper * (top + 1 - y) + lower * (y - top);
    }),
  );
}

test('a picture that is moved shows its mirror image beyond its edges, on all sides', async () => {
  await tf.setBackend('wasm');
  const picture = normal([1, 6, 5, 1], 0);
  const values = picture.reshape<Tensor2D>([6, 5]).arraySync();
  for (const map of [
    [0.9, -0.3, -4.2, 0.3, 0.9, 2.5],
    [1.1, 0.2, 3.1, -0.2, 1.1, -3.4],
  ]) {
    const moved = tf.image.transform(picture, tf.tensor2d([[...map, 0, 0]]), 'bilinear', 'reflect');
    expect(largestDifference(tf, moved.reshape([6, 5]), tf.tensor2d(mirrored(values, map)))).toBeLessThan(1e-5);
  }
});

test('memory that cannot be had is said, with what to do, and nothing is overwritten', async () => {
  await tf.setBackend('wasm');
  const kept = tf.tensor1d([1, 2, 3]);
  const huge = (): Tensor => tf.tidy(() => tf.zeros([40_000, 1]).add(tf.zeros([1, 40_000])));
  expect(huge).toThrow(/Out of memory.*smaller batch/);
  expect([...kept.dataSync()]).toEqual([1, 2, 3]);
  expect(tf.tidy(() => [...kept.add(1).dataSync()])).toEqual([2, 3, 4]);
});
