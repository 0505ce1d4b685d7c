import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gridValues, gridValueWords } from './grid-words.ts';
import { recipeSchema } from './recipe.ts';

const recipe = recipeSchema.parse(JSON.parse(readFileSync('resources/recipes/nose-cnn.json', 'utf8')));

it.each([
  ['batch', '4, 64', [4, 64]],
  ['loss', 'mse,wing', ['mse', 'wing']],
  ['landmarks', '["all", ["nose 6"]]', ['all', ['nose 6']]],
  ['input', '80×60, 160x120', [recipe.input, { ...recipe.input, width: 160, height: 120 }]],
])('reads the values of %s from %s', (path, text, values) => {
  expect(gridValues(recipe, path, text)).toEqual(values);
});

it('refuses a value that is missing between commas', () => {
  expect(() => gridValues(recipe, 'batch', '4,,64')).toThrow(/A value of batch is empty: 4,,64/);
});

it.each([
  ['optimizer.learningRate', 0.001, '1e-3'],
  ['optimizer.learningRate', 0.1, '1e-1'],
  ['augmentation.brightness', 0.2, '0.2'],
  ['loss', 'wing', 'wing'],
  ['clipNorm', null, 'null'],
  ['input', { ...recipe.input, width: 160, height: 120 }, '160×120'],
])('writes %s = %j as a table shows it', (path, value, words) => {
  expect(gridValueWords(path, value)).toBe(words);
});
