import { readFile } from 'node:fs/promises';
import { recipeSchema, refusedInput, StudioError, type Recipe } from '../../contract/index.ts';
import { typedPath } from './paths.ts';
import type { StudioCaller } from './studio-session.ts';

/** A shipped recipe by its name, or the JSON file that is named. Throws StudioError 'not found', naming those there are, or 'bad input'. */
export async function findRecipe(caller: StudioCaller, name: string): Promise<Recipe> {
  if (/\.json$|[/\\]/.test(name)) return readRecipe(typedPath(name));
  const shipped = await caller.runs.recipes();
  const recipe = shipped.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = shipped.map((candidate) => candidate.name).join(', ');
  throw new StudioError('not found', `There is no recipe ${name}. There are: ${names}; or name a JSON file.`);
}

async function readRecipe(file: string): Promise<Recipe> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new StudioError('bad input', `The recipe ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const recipe = recipeSchema.safeParse(content);
  if (!recipe.success) throw new StudioError('bad input', `The recipe ${file}: ${refusedInput(recipe.error)}`);
  return recipe.data;
}
