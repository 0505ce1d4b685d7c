import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { learnedLandmarks, recipesFor, shippedRecipes } from './recipes.ts';
import { options, testRecipe, testSchema } from './test-project.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';

function resourcesWith(name: string, content: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'recipes'));
  writeFileSync(join(folder, 'recipes', name), content);
  return folder;
}

describe('recipesFor', () => {
  const mirrorOf = (mirrorPairs: [number, number][]): number | undefined =>
    recipesFor({ ...testSchema, mirrorPairs }, options.resourcesFolder).find(({ name }) => name === 'heatmap-small')
      ?.augmentation.mirror;

  it('mirrors where the schema says which landmarks change places, and not where it does not', () => {
    expect(mirrorOf([[0, 1]])).toBe(0.5);
    expect(mirrorOf([])).toBe(0);
  });
});

describe('shippedRecipes', () => {
  it('reads all that are shipped, the write-up’s nose among them, each named as its file', () => {
    const recipes = shippedRecipes(options.resourcesFolder);
    expect(recipes.map(({ name }) => name)).toEqual(expect.arrayContaining(['nose-cnn', 'nose-cnn-bad']));
    expect(recipes.find(({ name }) => name === 'nose-cnn')).toMatchObject({
      epochs: 15,
      batch: 64,
      landmarks: ['nose 6'],
    });
  });

  it('names the file and the place of what is not valid', () => {
    const bad = JSON.stringify({ ...testRecipe(), epochs: 0 });
    expect(() => shippedRecipes(resourcesWith('wrong.json', bad))).toThrow(/wrong\.json is not valid[^]*epochs/);
    expect(() => shippedRecipes(resourcesWith('cut.json', '{ "version": 1'))).toThrow(/cut\.json cannot be read/);
  });
});

describe('learnedLandmarks', () => {
  it('gives the recipe’s landmarks in its order with their index in the schema', () => {
    expect(learnedLandmarks(testRecipe({ landmarks: ['nose', 'left eye'] }), testSchema)).toEqual([
      { index: 2, name: 'nose' },
      { index: 0, name: 'left eye' },
    ]);
    expect(learnedLandmarks(testRecipe({ landmarks: 'all' }), testSchema).map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('names landmarks that the schema does not have, or that stand there twice', () => {
    expect(() => learnedLandmarks(testRecipe({ landmarks: ['nose', 'chin', 'ear'] }), testSchema)).toThrow(
      /learns chin, ear, which the schema test-3 does not have/,
    );
    expect(() => learnedLandmarks(testRecipe({ landmarks: ['nose', 'nose'] }), testSchema)).toThrow(/nose twice/);
  });
});
