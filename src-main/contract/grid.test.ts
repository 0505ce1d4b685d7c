import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gridRecipes } from './grid.ts';
import { recipeSchema } from './recipe.ts';

const recipe = recipeSchema.parse(JSON.parse(readFileSync('resources/recipes/nose-cnn.json', 'utf8')));

it('makes a recipe for each combination, the last axis changing fastest', () => {
  const made = gridRecipes(recipe, [
    { path: 'optimizer.learningRate', values: [0.1, 0.001] },
    { path: 'batch', values: [4, 64] },
  ]);
  expect(made.map((each) => [each.recipe.optimizer.learningRate, each.recipe.batch])).toEqual([
    [0.1, 4],
    [0.1, 64],
    [0.001, 4],
    [0.001, 64],
  ]);
  expect(made[1]?.values).toEqual({ 'optimizer.learningRate': 0.1, batch: 64 });
});

it.each([
  [[{ path: 'learningRate', values: [1] }], /With learningRate=1: .*Near it: optimizer.learningRate/],
  [[{ path: 'epochs', values: [1, 0] }], /With epochs=0: .*epochs: Too small/],
  [
    [
      { path: 'batch', values: [1] },
      { path: 'batch', values: [2] },
    ],
    /varies batch twice/,
  ],
  [
    [
      { path: 'seed', values: Array.from({ length: 50 }, (_, seed) => seed) },
      { path: 'batch', values: [1, 2, 3, 4, 5] },
    ],
    /would make 250 runs; at most 200/,
  ],
])('refuses %j', (axes, message) => {
  expect(() => gridRecipes(recipe, axes)).toThrow(message);
});
