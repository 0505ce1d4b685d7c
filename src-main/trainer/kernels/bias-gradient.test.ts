import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect, test, vi } from 'vitest';
import { loadTensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';
import { largestDifference, numericGradient } from './testing/gradients.ts';

const tf = loadTensorFlow();
const upstreamOf = (shape: number[]): Tensor => tf.randomNormal(shape, 0, 1, 'float32', 3);

test.each([[[3, 4, 5, 6]], [[7, 6]], [[2, 5, 6]]])(
  'of a bias added to %j is the stock sum over all axes but the last',
  (shape) => {
    const value = tf.randomNormal(shape, 0, 1, 'float32', 1);
    const bias = tf.randomNormal([6], 0, 1, 'float32', 2);
    const upstream = upstreamOf(shape);
    const execute = vi.spyOn(nativeBackend(tf), 'executeSingleOutput');
    const [forValue, forBias] = tf.grads((one, other) => tf.add(one, other))([value, bias], upstream) as [
      Tensor,
      Tensor,
    ];
    expect(execute).toHaveBeenCalledWith('BiasAddGrad', expect.anything(), expect.anything());
    execute.mockRestore();
    expect(largestDifference(tf, forValue, upstream)).toBe(0);
    expect(largestDifference(tf, forBias, tf.sum(upstream, [...shape.keys()].slice(0, -1)))).toBeLessThan(1e-5);
  },
);

test('is the numeric gradient', () => {
  const value = tf.randomNormal([2, 3, 3, 4], 0, 1, 'float32', 1);
  const bias = tf.randomNormal([4], 0, 1, 'float32', 2);
  const upstream = upstreamOf([2, 3, 3, 4]);
  const ours = tf.grad((added) => tf.add(value, added))(bias, upstream);
  const numeric = numericGradient(tf, (added) => tf.add(value, added).mul(upstream), bias, 1e-2);
  expect(largestDifference(tf, ours, numeric)).toBeLessThan(1e-3);
});

test.each([
  ['of one shape', [4, 4], [4, 4]],
  ['a scalar', [4, 4], []],
  ['broadcast over the last axis', [4, 4], [4, 1]],
  ['two vectors', [4], [4]],
  ['a vector of one', [3, 4], [1]],
])('leaves other additions as they are: %s', (_, one, other) => {
  const inputs = [tf.ones(one), tf.ones(other)];
  const upstream = upstreamOf(one);
  const [forOne, forOther] = tf.grads((a, b) => tf.add(a, b))(inputs, upstream) as [Tensor, Tensor];
  expect(forOne.shape).toEqual(one);
  expect(forOther.shape).toEqual(other);
  const total = tf.sum(upstream);
  expect(largestDifference(tf, tf.sum(forOne), total)).toBeLessThan(1e-5);
  expect(largestDifference(tf, tf.sum(forOther), total)).toBeLessThan(1e-5);
});

test('leaves no tensor behind', () => {
  const inputs = [tf.ones([5, 3]), tf.ones([3])];
  const before = tf.memory().numTensors;
  tf.dispose(tf.grads((a, b) => tf.add(a, b))(inputs));
  expect(tf.memory().numTensors).toBe(before);
});
