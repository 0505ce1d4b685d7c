import type { Variable } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/recipe.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { clipGradients } from './clip-gradients.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';

const { tf } = await loadEngine();
const settings = (optimizer: RecipeInput['optimizer']): Recipe['optimizer'] =>
  recipeSchema.parse(blobRecipe({ optimizer })).optimizer;

let made = 0;
const kernelAndBias = (): [Variable, Variable] => {
  made += 1;
  return [
    tf.variable(tf.tensor1d([2]), true, `test_${made}/kernel`),
    tf.variable(tf.tensor1d([2]), true, `test_${made}/bias`),
  ];
};
const update = (optimizer: Optimizer, variables: Variable[], gradient: number): void =>
  tf.tidy(() =>
    optimizer.applyGradients(Object.fromEntries(variables.map(({ name }) => [name, tf.tensor1d([gradient])]))),
  );
const valueOf = (variable: Variable): number => variable.dataSync()[0]!;

test('momentum gathers as in PyTorch, and decay is added to the gradient of kernels alone', () => {
  const variables = kernelAndBias();
  const optimizer = createOptimizer(
    tf,
    settings({ kind: 'sgd', learningRate: 0.1, momentum: 0.5, weightDecay: 0.01 }),
    variables,
  );
  const expected = [2, 2];
  const velocity = [0, 0];
  for (const gradient of [1, -0.5, 2]) {
    update(optimizer, variables, gradient);
    for (const place of [0, 1]) {
      velocity[place] = 0.5 * velocity[place]! + gradient + (place === 0 ? 0.01 * expected[place]! : 0);
      expected[place]! -= 0.1 * velocity[place];
    }
  }
  expect(valueOf(variables[0])).toBeCloseTo(expected[0]!, 5);
  expect(valueOf(variables[1])).toBeCloseTo(expected[1]!, 5);
});

test('adamw takes its decay from the weight, adam from the gradient, both from kernels alone', () => {
  const after = (kind: 'adam' | 'adamw'): [number, number] => {
    const variables = kernelAndBias();
    update(createOptimizer(tf, settings({ kind, learningRate: 0.1, weightDecay: 0.2 }), variables), variables, 0.5);
    return [valueOf(variables[0]), valueOf(variables[1])];
  };
  // The first step of Adam is the learning rate whatever the gradient's size: its decay is not to be seen there.
  const step = 0.1 * (1 - 1e-8 / 0.5);
  expect(after('adam')[0]).toBeCloseTo(2 - step, 5);
  expect(after('adamw')[0]).toBeCloseTo(2 * (1 - 0.1 * 0.2) - step, 5);
  expect([after('adam')[1], after('adamw')[1]]).toEqual([after('adam')[1], after('adam')[1]]);
});

test.each<RecipeInput['optimizer']>([
  { kind: 'sgd', learningRate: 0.1, weightDecay: 0.01 },
  { kind: 'adam', learningRate: 0.1, weightDecay: 0.01 },
  { kind: 'adamw', learningRate: 0.1, weightDecay: 0.01 },
])('$kind, restored, goes on bit for bit at the learning rate it is given, and leaves no tensors behind', (chosen) => {
  const [one, other] = [kernelAndBias(), kernelAndBias()];
  const uninterrupted = createOptimizer(tf, settings(chosen), one);
  const before = createOptimizer(tf, settings(chosen), other);
  for (const gradient of [0.3, -0.7]) {
    update(uninterrupted, one, gradient);
    update(before, other, gradient);
  }
  const after = createOptimizer(tf, settings(chosen), other);
  after.restore(before.steps, before.moments);
  const tensors = tf.memory().numTensors;
  for (const optimizer of [uninterrupted, after]) optimizer.learningRate = 0.037;
  update(uninterrupted, one, 0.9);
  update(after, other, 0.9);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(other.map(valueOf)).toEqual(one.map(valueOf));
  expect(() => after.restore(3, [])).toThrow(/moments/);
});

test('gradients longer than the limit are made as long as it, shorter ones are left', () => {
  const clipped = (norm: number): number[][] =>
    tf.tidy(() => {
      const gradients = clipGradients(tf, { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[4]]) }, norm);
      return Object.values(gradients).map((gradient) => [...gradient.dataSync()]);
    });
  const [a, b] = clipped(1);
  expect(a![0]).toBeCloseTo(0.6, 6);
  expect(b![0]).toBeCloseTo(0.8, 6);
  expect(clipped(10)).toEqual([[3, 0], [4]]);
});
