import { expect, test } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { Adam } from './adam.ts';

const { tf } = await loadEngine();

test('three updates are those of the paper, computed by hand in doubles', () => {
  const variable = tf.variable(tf.tensor1d([1, -2]));
  const adam = new Adam(tf, 0.1, [variable]);
  const gradients = [
    [0.5, -1],
    [0.25, 3],
    [-2, 0],
  ];
  const expected = [1, -2];
  const [m, v] = [
    [0, 0],
    [0, 0],
  ];
  for (const [index, gradient] of gradients.entries()) {
    const step = index + 1;
    tf.tidy(() => adam.applyGradients({ [variable.name]: tf.tensor1d(gradient) }));
    for (const i of [0, 1]) {
      m[i] = 0.9 * m[i]! + 0.1 * gradient[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * gradient[i]! ** 2;
      expected[i]! -= (0.1 * (m[i] / (1 - 0.9 ** step))) / (Math.sqrt(v[i] / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  for (const [i, value] of variable.dataSync().entries()) expect(value).toBeCloseTo(expected[i]!, 5);
});

test('a restored optimizer goes on bit for bit', () => {
  const [one, other] = [tf.variable(tf.tensor1d([1, 2, 3])), tf.variable(tf.tensor1d([1, 2, 3]))];
  const update = (adam: Adam, variable: typeof one, value: number): void =>
    tf.tidy(() => adam.applyGradients({ [variable.name]: tf.fill([3], value) }));
  const uninterrupted = new Adam(tf, 0.01, [one]);
  const before = new Adam(tf, 0.01, [other]);
  for (const value of [0.3, -0.7, 0.11]) {
    update(uninterrupted, one, value);
    update(before, other, value);
  }
  const after = new Adam(tf, 0.01, [other]);
  after.restore(before.steps, before.moments);
  update(uninterrupted, one, 0.9);
  update(after, other, 0.9);
  expect([...other.dataSync()]).toEqual([...one.dataSync()]);
});

test('an update leaves no tensors behind', () => {
  const variable = tf.variable(tf.zeros([4]));
  const adam = new Adam(tf, 0.1, [variable]);
  const update = (): void => tf.tidy(() => adam.applyGradients({ [variable.name]: tf.ones([4]) }));
  update();
  const before = tf.memory().numTensors;
  update();
  expect(tf.memory().numTensors).toBe(before);
  adam.dispose();
  expect(tf.memory().numTensors).toBe(before - 2);
});
