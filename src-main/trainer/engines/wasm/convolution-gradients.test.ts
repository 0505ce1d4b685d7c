import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { afterAll, expect, test } from 'vitest';
import { largestDifference, numericGradient } from '../../kernels/testing/gradients.ts';
import { loadWasm } from '../wasm.ts';

const { tf } = await loadWasm();
afterAll(() => tf.setBackend('wasm'));

const sizes = [
  [7, 6],
  [8, 9],
] as const;
const cases = sizes.flatMap(([height, width]) =>
  [1, 2, 3].flatMap((stride) =>
    ([1, 3] as const).flatMap((channels) =>
      (['same', 'valid'] as const).flatMap((padding) =>
        [1, 2, 3, 5].map((kernel) => ({ height, width, stride, channels, padding, kernel })),
      ),
    ),
  ),
);
const values = (shape: [number, number, number, number], seed: number): Tensor4D =>
  tf.randomNormal<Rank.R4>(shape, 0, 1, 'float32', seed);

/** For the input and the filter, on the backend that is set. */
function gradients({ stride, padding }: (typeof cases)[number], x: Tensor4D, filter: Tensor4D, weights: Tensor4D) {
  const [forInput, forFilter] = tf.grads((input: Tensor, kernel: Tensor) =>
    tf.conv2d(input as Tensor4D, kernel as Tensor4D, stride, padding).mul(weights),
  )([x, filter]) as [Tensor, Tensor];
  return { forInput, forFilter };
}

test('both gradients of a convolution are those of the CPU backend, whatever stride, padding, size and channels', async () => {
  for (const shape of cases) {
    const { height, width, channels, kernel, stride, padding } = shape;
    const x = values([2, height, width, channels], 1);
    const filter = values([kernel, kernel, channels, 4], 2);
    const weights = values(tf.conv2d(x, filter, stride, padding).shape, 3);
    await tf.setBackend('wasm');
    const ours = gradients(shape, x, filter, weights);
    await tf.setBackend('cpu');
    const theirs = gradients(shape, x, filter, weights);
    const place = JSON.stringify(shape);
    expect(ours.forInput.shape, place).toEqual(x.shape);
    expect(ours.forFilter.shape, place).toEqual(filter.shape);
    expect(largestDifference(tf, ours.forInput, theirs.forInput), place).toBeLessThan(1e-4);
    expect(largestDifference(tf, ours.forFilter, theirs.forFilter), place).toBeLessThan(1e-4);
  }
});

test.each([
  { stride: 1, padding: 'same', kernel: 5 },
  { stride: 2, padding: 'same', kernel: 3 },
  { stride: 2, padding: 'valid', kernel: 2 },
] as const)('the gradients are the numeric ones: stride $stride, $padding, $kernel px', async (shape) => {
  await tf.setBackend('wasm');
  const x = values([2, 6, 7, 3], 1);
  const filter = values([shape.kernel, shape.kernel, 3, 2], 2);
  const answer = (input: Tensor, kernel: Tensor): Tensor =>
    tf.conv2d(input as Tensor4D, kernel as Tensor4D, shape.stride, shape.padding).square();
  const [forInput, forFilter] = tf.grads(answer)([x, filter]) as [Tensor, Tensor];
  const numeric = [
    numericGradient(tf, (input) => answer(input, filter), x, 1e-2),
    numericGradient(tf, (kernel) => answer(x, kernel), filter, 1e-2),
  ] as const;
  // Of values up to some hundreds.
  expect(largestDifference(tf, forInput, numeric[0])).toBeLessThan(0.1);
  expect(largestDifference(tf, forFilter, numeric[1])).toBeLessThan(0.1);
});

test('a gradient leaves no tensor behind', async () => {
  await tf.setBackend('wasm');
  const x = values([2, 9, 8, 3], 1);
  const filter = values([3, 3, 3, 4], 2);
  const once = (): void =>
    tf.dispose(tf.grads((a: Tensor, b: Tensor) => tf.conv2d(a as Tensor4D, b as Tensor4D, 2, 'same'))([x, filter]));
  once();
  const before = tf.memory().numTensors;
  once();
  expect(tf.memory().numTensors).toBe(before);
});
