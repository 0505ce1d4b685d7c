import type { Rank, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { batchNormTraining } from './batch-norm.ts';
import { largestDifference, numericGradient } from './testing/gradients.ts';

const { tf } = await loadEngine();
const epsilon = 1e-3;

const x = tf.randomNormal<Rank.R4>([4, 5, 3, 2], 0.5, 2, 'float32', 1);
const gamma = tf.tensor1d([0.7, -1.3]);
const beta = tf.tensor1d([0.2, 0.4]);
const upstream = tf.randomNormal<Rank.R4>([4, 5, 3, 2], 0, 1, 'float32', 2);

const ours = (input: Tensor, scale: Tensor, offset: Tensor): Tensor =>
  batchNormTraining(tf, input as Tensor4D, scale as Tensor1D, offset as Tensor1D, epsilon).y;

/** As tfjs' own layer does it. */
const stock = (input: Tensor, scale: Tensor, offset: Tensor): Tensor => {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return tf.batchNorm(input, mean, variance, offset, scale, epsilon);
};

test('normalises as the stock composite does', () => {
  expect(largestDifference(tf, ours(x, gamma, beta), stock(x, gamma, beta))).toBeLessThan(1e-5);
});

test("gives the batch's mean, and its variance with Bessel's correction", () => {
  const { mean, variance } = batchNormTraining(tf, x, gamma, beta, epsilon);
  const moments = tf.moments(x, [0, 1, 2]);
  const count = 4 * 5 * 3;
  expect(largestDifference(tf, mean, moments.mean)).toBeLessThan(1e-5);
  expect(largestDifference(tf, variance, moments.variance.mul(count / (count - 1)))).toBeLessThan(1e-4);
});

test("has the stock composite's gradients", () => {
  const oursBack = tf.grads(ours)([x, gamma, beta], upstream);
  const stockBack = tf.grads(stock)([x, gamma, beta], upstream);
  for (const [index, gradient] of oursBack.entries())
    expect(largestDifference(tf, gradient, stockBack[index]!)).toBeLessThan(1e-4);
});

test('has the numeric gradients', () => {
  const inputs = [x, gamma, beta];
  const gradients = tf.grads(ours)(inputs, upstream);
  for (const index of inputs.keys()) {
    const loss = (input: Tensor): Tensor =>
      ours(...(inputs.map((other, place) => (place === index ? input : other)) as [Tensor, Tensor, Tensor])).mul(
        upstream,
      );
    expect(largestDifference(tf, gradients[index]!, numericGradient(tf, loss, inputs[index]!, 1e-2))).toBeLessThan(
      5e-3,
    );
  }
});

test('a gradient for one input alone leaves no tensor behind', () => {
  tf.grad((scale) => ours(x, scale, beta))(gamma).dispose();
  const before = tf.memory().numTensors;
  tf.grad((scale) => ours(x, scale, beta))(gamma).dispose();
  tf.dispose({ ...batchNormTraining(tf, x, gamma, beta, epsilon) });
  expect(tf.memory().numTensors).toBe(before);
});
