import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
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

test.each([
  { weightDecay: 0, decoupled: false },
  { weightDecay: 0.1, decoupled: false },
  { weightDecay: 0.1, decoupled: true },
])('variables updated together come to what each comes to alone, to the last bit: %j', (decay) => {
  const shapes = [[3, 3, 2, 4], [4], [300, 300], [5, 2], [2], []];
  const initial = shapes.map((shape, index) => tf.randomNormal(shape, 0, 1, 'float32', index));
  const weights = (name: string): Variable[] =>
    initial.map((value, index) => tf.variable(value, true, `${name}_${index}/${index % 2 ? 'bias' : 'kernel'}`));
  const name = `together_${decay.weightDecay}_${decay.decoupled}`;
  const [together, alone] = [weights(name), weights(`${name}_alone`)];
  const one = new Adam(tf, 0.01, together, decay);
  const each = alone.map((variable) => new Adam(tf, 0.01, [variable], decay));
  for (let step = 0; step < 4; step += 1)
    tf.tidy(() => {
      const gradients = shapes.map((shape, index) => tf.randomNormal(shape, 0, 1, 'float32', 100 * step + index));
      const named = (variables: Variable[]): NamedTensorMap =>
        Object.fromEntries(gradients.map((gradient, index) => [variables[index]?.name ?? '', gradient]));
      one.applyGradients(named(together));
      for (const adam of each) adam.applyGradients(named(alone));
    });
  const values = (tensors: Tensor[]): number[][] => tensors.map((tensor) => [...tensor.dataSync()]);
  expect(values(together)).toEqual(values(alone));

  // As a checkpoint of a version that kept a moment for each variable has them.
  const moments = [0, 1].flatMap((which) => each.flatMap((adam) => adam.moments.slice(which, which + 1)));
  const restored = new Adam(tf, 0.01, together, decay);
  restored.restore(4, moments);
  expect(values(restored.moments)).toEqual(values(one.moments));
  for (const adam of [one, restored, ...each]) adam.dispose();
});

test('a variable without a gradient is an error that names it', () => {
  const variables = [tf.variable(tf.zeros([2]), true, 'given'), tf.variable(tf.zeros([2]), true, 'forgotten')];
  const adam = new Adam(tf, 0.1, variables);
  expect(() => tf.tidy(() => adam.applyGradients({ given: tf.ones([2]) }))).toThrow(/forgotten has no gradient/);
});
