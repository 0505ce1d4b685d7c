import { expect, test } from 'vitest';
import { loadTensorFlow } from '../tensorflow.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { buildNetwork } from './build-network.ts';
import { summariseLayers } from './layer-summary.ts';

test('the table has the input and every layer with its output and parameters', () => {
  const recipe = blobRecipe({
    input: { width: 32, height: 24, channels: 'colour' },
    network: [
      { layer: 'conv', filters: 6, kernel: 5, stride: 2, activation: 'relu' },
      { layer: 'conv', filters: 4, kernel: 3, stride: 1, activation: 'none' },
      { layer: 'max pool', size: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 10, activation: 'relu' },
      { layer: 'coordinates' },
    ],
  });
  expect(summariseLayers(buildNetwork(loadTensorFlow(), recipe, 2), recipe.network)).toEqual([
    { name: 'input', output: '24×32×3', parameters: 0 },
    { name: 'conv 5×5, 6, stride 2, relu', output: '12×16×6', parameters: 456 },
    { name: 'conv 3×3, 4', output: '12×16×4', parameters: 220 },
    { name: 'max pool 2×2', output: '6×8×4', parameters: 0 },
    { name: 'flatten', output: '192', parameters: 0 },
    { name: 'dense 10, relu', output: '10', parameters: 1930 },
    { name: 'coordinates', output: '4', parameters: 44 },
  ]);
});
