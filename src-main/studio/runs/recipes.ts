import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { recipeSchema, StudioError, type LandmarkSchema, type Recipe } from '../../contract/index.ts';

/** A landmark a recipe learns: its index in the schema, from 0, and its name. */
export interface LearnedLandmark {
  index: number;
  name: string;
}

/**
 * The shipped recipes as a project can use them: one that mirrors its pictures comes without that to a schema that names no
 * mirror pairs, where it would be refused.
 */
export function recipesFor(schema: LandmarkSchema | null, resourcesFolder: string): Recipe[] {
  const recipes = shippedRecipes(resourcesFolder);
  if (!schema || schema.mirrorPairs.length > 0) return recipes;
  return recipes.map((recipe) => ({ ...recipe, augmentation: { ...recipe.augmentation, mirror: 0 } }));
}

/**
 * The recipes shipped in `<resources>/recipes/*.json`, by file name.
 * Throws StudioError 'failed' naming the file and the place when one is not a recipe.
 */
export function shippedRecipes(resourcesFolder: string): Recipe[] {
  const folder = join(resourcesFolder, 'recipes');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readRecipe(join(folder, name)));
}

function readRecipe(file: string): Recipe {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StudioError('failed', `The recipe ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = recipeSchema.safeParse(content);
  if (!parsed.success)
    throw new StudioError('failed', `The recipe ${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The landmarks a recipe learns, in its order.
 * Throws StudioError 'bad input' naming those that the schema does not have, or that stand there twice.
 */
export function learnedLandmarks(recipe: Recipe, schema: LandmarkSchema): LearnedLandmark[] {
  if (recipe.landmarks === 'all') return schema.landmarks.map(({ name }, index) => ({ index, name }));
  const learned = recipe.landmarks.map((name) => ({
    index: schema.landmarks.findIndex((landmark) => landmark.name === name),
    name,
  }));
  const unknown = learned.filter(({ index }) => index < 0).map(({ name }) => name);
  if (unknown.length > 0)
    throw new StudioError(
      'bad input',
      `The recipe ${recipe.name} learns ${unknown.join(', ')}, which the schema ${schema.name} does not have. ` +
        'Choose landmarks of the schema.',
    );
  const twice = recipe.landmarks.find((name, place, names) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw new StudioError('bad input', `The recipe ${recipe.name} names the landmark ${twice} twice. Name it once.`);
  return learned;
}
