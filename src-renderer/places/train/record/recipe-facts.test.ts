import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeSchema } from '../../../../src-main/contract/index.ts';
import { comparedFacts, recipeFacts } from './recipe-facts.ts';

const recipe = recipeSchema.parse(JSON.parse(readFileSync('resources/recipes/nose-cnn.json', 'utf8')));

it('says a recipe line by line', () => {
  const facts = Object.fromEntries(recipeFacts(recipe).map(({ name, words }) => [name, words]));
  expect(facts).toMatchObject({
    Input: '80×60 gray',
    Sees: 'whole image',
    'Learning rate': '1e-3',
    Schedule: 'constant',
    Epochs: '15',
    'Begins at': 'random',
  });
  expect(facts.Network).toMatch(/^conv \d+ of \d×\d, max pool 2, .*coordinates$/);
  const begun = recipeFacts({ ...recipe, transfer: { from: 3, freeze: 2 } });
  expect(begun.filter(({ name }) => ['Begins at', 'Frozen'].includes(name)).map(({ words }) => words)).toEqual([
    'run 3',
    'first 2 layers',
  ]);
});

it('marks the lines in which another recipe differs', () => {
  const other = { ...recipe, batch: 4, optimizer: { ...recipe.optimizer, learningRate: 0.1 } };
  const apart = comparedFacts(recipe, other).filter((fact) => fact.other !== null);
  expect(apart).toEqual([
    { name: 'Learning rate', words: '1e-3', other: '1e-1' },
    { name: 'Batch', words: String(recipe.batch), other: '4' },
  ]);
  expect(comparedFacts(recipe, null).every((fact) => fact.other === null)).toBe(true);
});
