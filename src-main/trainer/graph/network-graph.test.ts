import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { LayersModel, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { afterAll, expect, test, vi } from 'vitest';
import { recipeSchema, type Layer } from '../../contract/recipe.ts';
import { nativeBackend } from '../kernels/native-backend.ts';
import { buildNetwork, channelCount, type NetworkRecipe } from '../network/build-network.ts';
import { loadTensorFlow } from '../tensorflow.ts';
import { newTrainingState } from '../training/train.ts';
import { compile } from './compile.ts';
import { networkGraph } from './network-graph.ts';
import { GraphSession } from './session.ts';

const tf = loadTensorFlow();
const recipes = new URL('../../../resources/recipes/', import.meta.url);
const blob = recipeSchema.parse(JSON.parse(await readFile(new URL('nose-cnn.json', recipes), 'utf8')));

afterAll(() => {
  expect(nativeBackend(tf).binding.getNumOfSavedModels()).toBe(0);
});

/** Weights as training might leave them: no bias zero, no batch normalisation that changes nothing. */
function shaken(recipe: NetworkRecipe, landmarks: number): LayersModel {
  const model = buildNetwork(tf, recipe, landmarks, Array<number>(2 * landmarks).fill(0.5));
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map((weight, index) => {
        if (/kernel|grid/.test(model.weights[index]?.name ?? '')) return weight;
        return weight.add(tf.randomUniform(weight.shape, -0.1, 0.1, 'float32', index));
      }),
    ),
  );
  return model;
}

function pictures({ input }: NetworkRecipe, batch: number): Tensor4D {
  return tf.randomUniform([batch, input.height, input.width, channelCount(input)], -0.5, 0.5, 'float32', batch);
}

/** The largest difference between a compiled network and the same layer by layer, for batches of sizes that were not recorded. */
function difference(model: LayersModel, recipe: NetworkRecipe): number {
  const session = new GraphSession(tf, networkGraph(tf, model));
  const differences = [1, 5].map((batch) =>
    tf.tidy(() => {
      const input = pictures(recipe, batch);
      const [expected, answered] = [model.apply(input) as Tensor2D, session.run([input])[0] as Tensor2D];
      expect(answered.shape).toEqual(expected.shape);
      return expected.sub(answered).abs().max().div(expected.abs().max()).dataSync()[0] ?? NaN;
    }),
  );
  session.dispose();
  return Math.max(...differences);
}

test.each((await readdir(recipes)).map((file) => [file]))(
  'the graph of %s answers as its layers do, before and after training is set up',
  async (file) => {
    const recipe = recipeSchema.parse(JSON.parse(await readFile(new URL(file, recipes), 'utf8')));
    const model = shaken(recipe, 7);
    const tensors = tf.memory().numTensors;
    expect(difference(model, recipe)).toBeLessThan(1e-5);
    expect(tf.memory().numTensors).toBe(tensors);
    const state = newTrainingState(tf, model, recipe);
    expect(difference(model, recipe)).toBeLessThan(1e-5);
    tf.dispose(state.optimizer.moments);
    for (const network of new Set([model, state.evaluated])) network.dispose();
  },
);

test('every kind of layer can be in a graph', () => {
  const network: Layer[] = [
    { layer: 'conv', filters: 4, kernel: 5, stride: 2, norm: 'none', activation: 'none' },
    { layer: 'max pool', size: 3 },
    { layer: 'residual', filters: 6, stride: 2 },
    { layer: 'residual', filters: 6, stride: 1 },
    { layer: 'conv', filters: 8, kernel: 3, stride: 1, norm: 'batch', activation: 'relu' },
    { layer: 'average' },
    { layer: 'dense', units: 5, activation: 'relu' },
    { layer: 'dropout', rate: 0.5 },
    { layer: 'dense', units: 4, activation: 'none' },
    { layer: 'coordinates' },
  ];
  const model = shaken({ ...blob, network }, 3);
  expect(difference(model, blob)).toBeLessThan(1e-5);
  model.dispose();
});

test('what TensorFlow joins in a graph is written as it looks for it', () => {
  const model = buildNetwork(tf, blob, 1);
  const operations = networkGraph(tf, model).nodes.map(({ operation }) => operation);
  expect(operations.filter((operation) => operation !== 'Const')).toEqual([
    'Placeholder',
    ...['Conv2D', 'BiasAdd', 'Relu', 'MaxPool'],
    ...['Conv2D', 'BiasAdd', 'Relu', 'MaxPool'],
    ...['Conv2D', 'BiasAdd', 'Relu', 'MaxPool'],
    'Reshape',
    ...['MatMul', 'BiasAdd', 'Relu'],
    ...['MatMul', 'BiasAdd'],
  ]);
  model.dispose();
});

test('a compiled network keeps the weights it was compiled with, and frees its session and its folder', async () => {
  const model = shaken(blob, 2);
  const sessions = nativeBackend(tf).binding.getNumOfSavedModels();
  const tensors = tf.memory().numTensors;
  const compiled = compile(tf, model);
  expect(nativeBackend(tf).binding.getNumOfSavedModels()).toBe(sessions + 1);
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('keypoint-graph-'))).toEqual([]);
  const input = pictures(blob, 2);
  const before = (model.apply(input) as Tensor2D).arraySync();
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.mul(0))));
  const answer = compiled.answer(input);
  for (const [index, value] of answer.arraySync().flat().entries())
    expect(value).toBeCloseTo(before.flat()[index] ?? NaN, 5);
  compiled.dispose();
  tf.dispose([input, answer]);
  expect(nativeBackend(tf).binding.getNumOfSavedModels()).toBe(sessions);
  // The answers of before are the model's own.
  expect(tf.memory().numTensors).toBe(tensors + 1);
  model.dispose();
});

/** A network of one layer that does this to a picture. */
function networkOf(call: (picture: Tensor) => Tensor): LayersModel {
  class Own extends tf.layers.Layer {
    static readonly className = 'Own';
    override call(inputs: Tensor | Tensor[]): Tensor {
      return call([inputs].flat()[0]!);
    }
  }
  const input = tf.input({ shape: [4, 4, 1] });
  return tf.model({ inputs: input, outputs: new Own().apply(input) as typeof input });
}

test.each([
  [
    'that reads what depends on the picture',
    (picture: Tensor) => picture.add(picture.dataSync()[0] ?? 0),
    /Values that depend on the input are read/,
  ],
  ['that draws', (picture: Tensor) => picture.add(tf.scalar(Math.random())), /Add.*other constants/],
  [
    'whose arithmetic depends on the size of the batch',
    (picture: Tensor) => picture.mul(tf.scalar(picture.shape[0])),
    /Mul.*other constants/,
  ],
  [
    'that does other things another time',
    (picture: Tensor) => (picture.shape[0] === 2 ? picture.relu() : picture.neg()),
    /Relu.*Neg is in its place/,
  ],
])('a network %s is refused, and answers layer by layer', (_, call, reason) => {
  const model = networkOf(call);
  const tensors = tf.memory().numTensors;
  expect(() => networkGraph(tf, model)).toThrow(reason);
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const compiled = compile(tf, model);
  expect(log.mock.calls.flat().join('')).toMatch(reason);
  log.mockRestore();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(compiled.answer(tf.ones([1, 4, 4, 1])).shape).toEqual([1, 4, 4, 1]);
  compiled.dispose();
});

test('TensorFlow says why it does not take a graph, and nothing of it stays', async () => {
  const graph = networkGraph(tf, buildNetwork(tf, blob, 1));
  const broken = {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, operation: node.operation.replace('Relu', 'Rolu') })),
  };
  expect(() => new GraphSession(tf, broken)).toThrow(/Rolu/);
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('keypoint-graph-'))).toEqual([]);
});
