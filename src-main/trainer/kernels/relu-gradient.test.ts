import type { Rank, Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect, test, vi } from 'vitest';
import { loadTensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';

const tf = loadTensorFlow();

test('is the numeric gradient on both sides of zero, and none at zero, as in PyTorch', () => {
  const x = [-2, -0.25, 0, 0.25, 3];
  const upstream = [1, 2, 3, 4, 5];
  const gradient = tf
    .grad((input) => tf.relu(input))(tf.tensor1d(x), tf.tensor1d(upstream))
    .arraySync();
  const relu = (value: number): number => Math.max(0, value);
  const step = 1e-3;
  const numeric = x.map((value, index) => (upstream[index]! * (relu(value + step) - relu(value - step))) / (2 * step));
  for (const [index, value] of (gradient as number[]).entries())
    expect(value).toBeCloseTo(x[index] === 0 ? 0 : numeric[index]!, 5);
});

test("equals tfjs' own, dy times step, through a convolution", () => {
  const kernel = tf.randomNormal<Rank.R4>([3, 3, 2, 4], 0, 1, 'float32', 1);
  const picture = tf.randomNormal<Rank.R4>([2, 6, 6, 2], 0, 1, 'float32', 2);
  const convolve = (weights: Tensor): Tensor => tf.conv2d(picture, weights.as4D(3, 3, 2, 4), 1, 'same');
  const ours = tf.grad((weights) => tf.relu(convolve(weights)).square().sum())(kernel);
  const before = convolve(kernel);
  const upstream = tf.relu(before).mul(2).mul(tf.step(before));
  const stock = tf.grad(convolve)(kernel, upstream);
  expect(tf.max(tf.abs(tf.sub(ours, stock))).dataSync()[0]).toBeLessThan(1e-4);
});

test("is TensorFlow's ReluGrad that computes it", () => {
  const execute = vi.spyOn(nativeBackend(tf), 'executeSingleOutput');
  tf.grad((input) => tf.relu(input))(tf.tensor1d([1, -1]));
  expect(execute).toHaveBeenCalledWith('ReluGrad', expect.anything(), expect.anything());
  expect(execute).not.toHaveBeenCalledWith('Step', expect.anything(), expect.anything());
});
