import { expect, test } from 'vitest';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe } from '../testing/blobs.ts';
import { buildNetwork } from './build-network.ts';
import { summariseLayers } from './layer-summary.ts';

const { tf } = await loadEngine();

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
  expect(summariseLayers(buildNetwork(tf, recipe, 2), recipe.network)).toEqual([
    { name: 'input', output: '24×32×3', parameters: 0, multiplyAdds: 0 },
    { name: 'conv 5×5, 6, stride 2, relu', output: '12×16×6', parameters: 456, multiplyAdds: 12 * 16 * 450 },
    { name: 'conv 3×3, 4', output: '12×16×4', parameters: 220, multiplyAdds: 12 * 16 * 216 },
    { name: 'max pool 2×2', output: '6×8×4', parameters: 0, multiplyAdds: 0 },
    { name: 'flatten', output: '192', parameters: 0, multiplyAdds: 0 },
    { name: 'dense 10, relu', output: '10', parameters: 1930, multiplyAdds: 1920 },
    { name: 'coordinates', output: '4', parameters: 44, multiplyAdds: 40 },
  ]);
});

test('a normalised convolution and a residual block are one row each, with what is trained in them', () => {
  const network = blobRecipe({
    network: [
      { layer: 'conv', filters: 4, kernel: 3, norm: 'batch' },
      { layer: 'residual', filters: 8, stride: 2 },
      { layer: 'average' },
      { layer: 'dropout', rate: 0.2 },
      { layer: 'coordinates' },
    ],
  });
  expect(
    summariseLayers(buildNetwork(tf, network, 1), network.network).map(({ name, output, parameters }) => [
      name,
      output,
      parameters,
    ]),
  ).toEqual([
    ['input', '24×32×1', 0],
    ['conv 3×3, 4, batch norm, relu', '24×32×4', 36 + 8],
    ['residual 3×3, 8, stride 2', '12×16×8', 288 + 16 + 576 + 16 + 32 + 16],
    ['average', '8', 0],
    ['dropout 0.2', '8', 0],
    ['coordinates', '2', 18],
  ]);
});

test("a named network's rows are its blocks, in the order the picture goes through them", () => {
  const recipe = blobRecipe({ network: 'heatmap-small', input: { width: 160, height: 120, channels: 'gray' } });
  const rows = summariseLayers(buildNetwork(tf, recipe, 58), recipe.network);
  expect(rows.map(({ name, output }) => `${name} ${output}`)).toEqual([
    'input 120×160×1',
    'stem 60×80×16',
    'stage 4 30×40×32',
    'stage 8 15×20×48',
    'stage 16 8×10×64',
    'down 8 15×20×48',
    'down 4 30×40×32',
    'maps 58×1200',
    'coordinates 116',
  ]);
  expect(rows.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(187_354);
});
