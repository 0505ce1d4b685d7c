import type { Rank, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import type { RecipeInput } from '../../contract/recipe.ts';
import { loadEngine } from '../engines/engine.ts';
import { buildNetwork } from '../network/build-network.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { featureMaps } from './feature-maps.ts';

const { tf } = await loadEngine();

/** A network, a picture for it, and what a plain model that ends in one of its layers gives. */
function looked(change: Partial<RecipeInput>) {
  const recipe = blobRecipe(change);
  const model = buildNetwork(tf, recipe, 2);
  const { width, height, channels } = recipe.input;
  const picture = tf.randomUniform([1, height, width, channels === 'gray' ? 1 : 3], -0.5, 0.5, 'float32', 3);
  const of = (name: string): number[] => {
    const outputs = model.getLayer(name).output as SymbolicTensor;
    return [...(tf.model({ inputs: model.inputs, outputs }).predict(picture) as Tensor).dataSync()];
  };
  return { maps: featureMaps(tf, model, recipe.network, picture as Tensor4D), of };
}

/** The kernels may be run in another order beside other outputs: the last digits are theirs. */
function expectClose(actual: Float32Array, wanted: number[]): void {
  expect(actual).toHaveLength(wanted.length);
  const apart = Math.max(...wanted.map((value, index) => Math.abs(value - (actual[index] ?? NaN))));
  expect(apart).toBeLessThan(1e-6);
}

test('each row with maps gives what the network itself computes there, after normalisation and activation', () => {
  const { maps, of } = looked({
    network: [
      { layer: 'conv', filters: 6, kernel: 5 },
      { layer: 'max pool', size: 2 },
      { layer: 'conv', filters: 4, kernel: 3, norm: 'batch' },
      { layer: 'residual', filters: 8, stride: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 8 },
      { layer: 'coordinates' },
    ],
  });
  expect(maps.layers.map(({ row, name, output, mapCount }) => [row, name, output, mapCount])).toEqual([
    [1, 'conv 5×5, 6, relu', '24×32×6', 6],
    [2, 'max pool 2×2', '12×16×6', 6],
    [3, 'conv 3×3, 4, batch norm, relu', '12×16×4', 4],
    [4, 'residual 3×3, 8, stride 2', '6×8×8', 8],
  ]);
  for (const [index, name] of ['layer_1.conv', 'layer_2.max_pool', 'layer_3.conv_relu', 'layer_4.relu'].entries())
    expectClose(maps.layers[index]!.values, of(name));
  expectClose(maps.coordinates, of('layer_7.coordinates'));
  expect(maps.heatmaps).toBeNull();
});

test('a network with heatmaps gives them as probabilities, and the places that are read from them', () => {
  const { maps, of } = looked({ network: 'heatmap-small' });
  const last = maps.layers.at(-1)!;
  expect([last.name, last.output]).toEqual(['maps', '6×8×2']);
  expectClose(last.values, of('maps.conv'));
  const { width, height, values } = maps.heatmaps!;
  expect([width, height]).toEqual([8, 6]);
  expectClose(values, of('maps.softmax'));
  for (const landmark of [0, 1]) {
    const shares = values.subarray(landmark * 48, (landmark + 1) * 48);
    const mean = (place: (cell: number) => number): number =>
      shares.reduce((sum, share, cell) => sum + share * place(cell), 0);
    expect(mean(() => 1)).toBeCloseTo(1, 5);
    expect(maps.coordinates[2 * landmark]).toBeCloseTo(
      mean((cell) => ((cell % 8) + 0.5) / 8),
      5,
    );
    expect(maps.coordinates[2 * landmark + 1]).toBeCloseTo(
      mean((cell) => (Math.floor(cell / 8) + 0.5) / 6),
      5,
    );
  }
});

test('a network without maps has none, and looking leaves no tensors behind', () => {
  const recipe = blobRecipe({ network: [{ layer: 'flatten' }, { layer: 'coordinates' }] });
  const model = buildNetwork(tf, recipe, 2);
  const picture = tf.zeros<Rank.R4>([1, 24, 32, 1]);
  const before = tf.memory().numTensors;
  expect(featureMaps(tf, model, recipe.network, picture)).toMatchObject({ layers: [], heatmaps: null });
  expect(tf.memory().numTensors).toBe(before);
});
