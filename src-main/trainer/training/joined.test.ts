import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { groupSmall, join, part } from './joined.ts';

const { tf } = await loadEngine();

test('small ones that follow each other go together, a large one alone, all in their order', () => {
  const [small, large] = [10, 2 ** 16];
  const sizes = (list: number[]): number[][] =>
    groupSmall(list.map((size) => ({ size }))).map((group) => group.map(({ size }) => size));
  expect(sizes([])).toEqual([]);
  expect(sizes([small])).toEqual([[small]]);
  expect(sizes([large, large])).toEqual([[large], [large]]);
  expect(sizes([1, 2, large, 3, large, 4, 5, 6])).toEqual([[1, 2], [large], [3], [large], [4, 5, 6]]);
});

test.each([[[[2, 3]]], [[[2, 3], [4], [], [1, 2, 2]]]])(
  'tensors of %j are joined and parted to what they were',
  (shapes) => {
    tf.tidy(() => {
      const tensors = shapes.map((shape, index) => tf.randomNormal(shape, index, 1, 'float32', 7 + index));
      const parts = part(tf, join(tf, tensors), shapes);
      const told = (list: Tensor[]): unknown => list.map((tensor) => [tensor.shape, [...tensor.dataSync()]]);
      expect(told(parts)).toEqual(told(tensors));
    });
  },
);
