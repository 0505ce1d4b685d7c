import type { LayersModel, Rank, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect, test, vi } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { largestDifference } from './testing/gradients.ts';
import { speedUpTraining } from './training-layers.ts';

const { tf, name: engine } = await loadEngine();
const pictures = tf.randomUniform<Rank.R4>([3, 13, 10, 1], -0.5, 0.5, 'float32', 1);

const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });

function sequential(
  activation: 'relu' | 'linear' | 'sigmoid' = 'relu',
  padding: 'same' | 'valid' = 'valid',
): LayersModel {
  const model = tf.sequential();
  const convolution = { kernelSize: 3, padding: 'same', activation } as const;
  model.add(
    tf.layers.conv2d({
      ...convolution,
      inputShape: [13, 10, 1],
      filters: 4,
      kernelInitializer: glorot(1),
      biasInitializer: tf.initializers.randomNormal({ seed: 4 }),
    }),
  );
  model.add(tf.layers.maxPooling2d({ poolSize: 2, strides: 2, padding }));
  model.add(tf.layers.conv2d({ ...convolution, filters: 5, strides: 2, kernelInitializer: glorot(2), useBias: false }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 2, kernelInitializer: glorot(3) }));
  return model;
}

/** Loss, then the gradients of all weights in their order. */
function train(model: LayersModel): Tensor[] {
  const { value, grads } = tf.variableGrads(() =>
    (model.apply(pictures, { training: true }) as Tensor).square().sum().asScalar(),
  );
  const mine = model.trainableWeights.map(({ name }) => grads[name]).filter((gradient) => gradient !== undefined);
  return [value, ...mine];
}

function sameWeights(model: LayersModel, other: LayersModel): void {
  other.setWeights(model.getWeights());
}

test.each([
  ['relu', 'valid'],
  ['relu', 'same'],
  ['linear', 'valid'],
  ['sigmoid', 'valid'],
] as const)('%s, pooled %s: loss and gradients stay those of the plain layers', (activation, padding) => {
  const plain = sequential(activation, padding);
  const fast = sequential(activation, padding);
  sameWeights(plain, fast);
  speedUpTraining(tf, fast);
  const expected = train(plain);
  const ours = train(fast);
  const differences = ours.map((value, index) => largestDifference(tf, value, expected[index] ?? tf.scalar(NaN)));
  expect(differences).toHaveLength(6);
  // WebAssembly adds the bias before the products where the plain layer does all at once, not after them.
  expect(differences[0]).toBeLessThanOrEqual(engine === 'wasm' ? 1e-7 : 0);
  expect(Math.max(...differences)).toBeLessThan(1e-5);
});

test('pools before bias and ReLU', () => {
  const model = sequential();
  speedUpTraining(tf, model);
  const run = vi.spyOn(tf.engine(), 'runKernel');
  model.apply(pictures, { training: true });
  const rectified = run.mock.calls.find(([name]) => name === tf.Relu)?.[1].x;
  run.mockRestore();
  expect(rectified?.shape).toEqual([3, 6, 5, 4]);
});

test('makes no gradient for the picture', () => {
  const model = sequential('linear');
  const executed = (): number => {
    const execute = vi.spyOn(tf.engine(), 'runKernel');
    tf.dispose(train(model));
    const count = execute.mock.calls.filter(([kernel]) => kernel === tf.Conv2DBackpropInput).length;
    execute.mockRestore();
    return count;
  };
  expect(executed()).toBe(2);
  speedUpTraining(tf, model);
  expect(executed()).toBe(1);
});

test('outside training every layer gives what it gave, and the description stays', () => {
  const model = sequential();
  const first = model.layers[0];
  const inside = tf.model({ inputs: model.inputs, outputs: first?.output as SymbolicTensor });
  const answers = (): [Tensor, Tensor] => [model.predict(pictures) as Tensor, inside.predict(pictures) as Tensor];
  const [answer, maps] = answers();
  const description = model.toJSON();
  speedUpTraining(tf, model);
  expect(model.toJSON()).toEqual(description);
  const [answerAfter, mapsAfter] = answers();
  expect(largestDifference(tf, answerAfter, answer)).toBe(0);
  expect(largestDifference(tf, mapsAfter, maps)).toBe(0);
  expect(mapsAfter.shape).toEqual([3, 13, 10, 4]);
});

test('a convolution that something else takes too keeps its whole output', () => {
  const input = tf.input({ shape: [12, 12, 1] });
  const maps = tf.layers
    .conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu', kernelInitializer: glorot(1) })
    .apply(input) as SymbolicTensor;
  const pooled = tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }).apply(maps) as SymbolicTensor;
  const averaged = tf.layers.averagePooling2d({ poolSize: 2, strides: 2 }).apply(maps) as SymbolicTensor;
  const sum = tf.layers.add().apply([pooled, averaged]) as SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: sum });
  const square = tf.randomUniform<Rank.R4>([2, 12, 12, 1], -0.5, 0.5, 'float32', 2);
  const before = model.apply(square, { training: true }) as Tensor4D;
  speedUpTraining(tf, model);
  expect(largestDifference(tf, model.apply(square, { training: true }) as Tensor4D, before)).toBe(0);
});

function normalising(): LayersModel {
  const model = tf.sequential();
  model.add(
    tf.layers.conv2d({
      inputShape: [13, 10, 1],
      filters: 4,
      kernelSize: 3,
      useBias: false,
      kernelInitializer: glorot(1),
    }),
  );
  model.add(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-3 }));
  model.add(tf.layers.reLU());
  model.add(tf.layers.flatten());
  model.add(tf.layers.batchNormalization({}));
  model.add(tf.layers.dense({ units: 2, kernelInitializer: glorot(2) }));
  return model;
}

test('batch normalisation: loss, gradients and moving averages are those of the plain layers but for the correction', () => {
  const plain = normalising();
  const fast = normalising();
  sameWeights(plain, fast);
  speedUpTraining(tf, fast);
  const expected = train(plain);
  const differences = train(fast).map((value, index) =>
    largestDifference(tf, value, expected[index] ?? tf.scalar(NaN)),
  );
  expect(differences).toHaveLength(8);
  expect(Math.max(...differences)).toBeLessThan(1e-3);

  const moving = (model: LayersModel): Tensor[] => model.layers[1]?.getWeights().slice(2) ?? [];
  const [mean, variance] = moving(fast) as [Tensor, Tensor];
  const [plainMean, plainVariance] = moving(plain) as [Tensor, Tensor];
  expect(largestDifference(tf, mean, plainMean)).toBeLessThan(1e-6);
  const count = 3 * 11 * 8;
  // 0.9 of what it began with, one, and 0.1 of the batch's.
  const corrected = plainVariance
    .sub(0.9)
    .mul(count / (count - 1))
    .add(0.9);
  expect(largestDifference(tf, variance, corrected)).toBeLessThan(1e-6);
});

test('training leaves no tensor behind', () => {
  for (const model of [sequential(), normalising()]) {
    speedUpTraining(tf, model);
    tf.dispose(train(model));
    const before = tf.memory().numTensors;
    tf.dispose(train(model));
    expect(tf.memory().numTensors).toBe(before);
  }
});
