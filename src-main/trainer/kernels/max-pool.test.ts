import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect, test, vi } from 'vitest';
import { loadTensorFlow } from '../tensorflow.ts';
import { maxPoolTraining } from './max-pool.ts';
import { nativeBackend } from './native-backend.ts';
import { largestDifference, numericGradient } from './testing/gradients.ts';

const tf = loadTensorFlow();
const backend = nativeBackend(tf);

/** The operation tfjs runs without the studio's kernels. */
function stock(
  operation: 'MaxPool' | 'MaxPoolGrad',
  size: number,
  stride: number,
  pad: string,
  inputs: Tensor[],
): Tensor {
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  return backend.executeSingleOutput(
    operation,
    [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'ksize', type: TF_ATTR_INT, value: [1, size, size, 1] },
      { name: 'strides', type: TF_ATTR_INT, value: [1, stride, stride, 1] },
      { name: 'padding', type: TF_ATTR_STRING, value: pad.toUpperCase() },
      { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    ],
    inputs,
  );
}

/** Whole numbers from -4 to 4: nearly every window has more than one largest element. */
const withTies = tf.randomUniform<Rank.R4>([2, 9, 11, 3], -4.5, 4.5, 'float32', 1).round<Tensor4D>();

const windows = [
  [2, 2, 'valid'],
  [3, 2, 'valid'],
  [3, 2, 'same'],
  [2, 1, 'same'],
  [4, 4, 'valid'],
] as const;

test.each(windows)(
  '%i×%i, stride and padding as given, %s: tf.maxPool and its gradient are the stock ones to the last bit',
  (size, stride, pad) => {
    const pool = (x: Tensor): Tensor => tf.maxPool(x as Tensor4D, size, stride, pad);
    const kept = (x: Tensor): Tensor => maxPoolTraining(tf, x as Tensor4D, { filterSize: size, strides: stride, pad });
    const y = stock('MaxPool', size, stride, pad, [withTies]);
    const upstream = tf.randomNormal(y.shape, 0, 1, 'float32', 2);
    const gradient = stock('MaxPoolGrad', size, stride, pad, [withTies, y, upstream]);
    for (const ours of [pool, kept]) {
      expect(largestDifference(tf, ours(withTies), y)).toBe(0);
      // Windows that overlap add up, in another order.
      expect(largestDifference(tf, tf.grad(ours)(withTies, upstream), gradient)).toBeLessThan(
        size > stride ? 1e-5 : 1e-30,
      );
    }
  },
);

test('has the numeric gradient', () => {
  const x = tf.randomNormal<Rank.R4>([1, 6, 6, 2], 0, 10, 'float32', 3);
  const upstream = tf.randomNormal<Rank.R4>([1, 3, 3, 2], 0, 1, 'float32', 4);
  const pool = (input: Tensor): Tensor =>
    maxPoolTraining(tf, input as Tensor4D, { filterSize: 2, strides: 2, pad: 'valid' });
  const numeric = numericGradient(tf, (input) => pool(input).mul(upstream), x, 1e-2);
  expect(largestDifference(tf, tf.grad(pool)(x, upstream), numeric)).toBeLessThan(5e-3);
});

test("is oneDNN's on a CPU that has it", ({ skip }) => {
  skip(backend.isUsingGpuDevice || process.arch !== 'x64', 'oneDNN is used on x64 processors without a GPU');
  const execute = vi.spyOn(backend, 'executeMultipleOutputs');
  tf.maxPool(withTies, 2, 2, 'valid');
  expect(execute).toHaveBeenCalledWith('_MklNativeMaxPool', expect.anything(), expect.anything(), 2);
  execute.mockRestore();
});

test('other roundings stay stock', () => {
  expect(tf.maxPool(tf.ones<Rank.R4>([1, 5, 5, 1]), 2, 2, 0, 'floor').shape).toEqual([1, 2, 2, 1]);
});

test('leaves no tensor behind', () => {
  const pool = (input: Tensor): Tensor =>
    maxPoolTraining(tf, input as Tensor4D, { filterSize: 2, strides: 2, pad: 'valid' });
  const before = tf.memory().numTensors;
  pool(withTies).dispose();
  tf.grad(pool)(withTies).dispose();
  tf.grad((input) => tf.maxPool(input as Tensor4D, 2, 2, 'valid'))(withTies).dispose();
  tf.maxPool(withTies, 2, 2, 'valid').dispose();
  expect(tf.memory().numTensors).toBe(before);
});
