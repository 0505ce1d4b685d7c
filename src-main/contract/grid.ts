import { seesAlike } from './crop.ts';
import { StudioError } from './errors.ts';
import { withValues } from './recipe-path.ts';
import type { Recipe } from './recipe.ts';
import type { GridAxis, RunGrid } from './runs.ts';

/** More would be a mistake sooner than a plan. */
const mostRuns = 200;

type Combination = [path: string, value: GridAxis['values'][number]][];

/**
 * The recipes of a grid: one for each combination of values, the last axis changing fastest.
 * Throws StudioError 'bad input' naming the combination when one of them is no recipe, when a path stands there twice, or
 * when there are more than 200.
 */
export function gridRecipes(
  recipe: Recipe,
  axes: readonly GridAxis[],
): { recipe: Recipe; values: RunGrid['values'] }[] {
  const twice = axes.find(({ path }, place) => axes.findIndex((other) => other.path === path) < place);
  if (twice)
    throw new StudioError('bad input', `The grid varies ${twice.path} twice. Give all its values in one list.`);
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > mostRuns)
    throw new StudioError('bad input', `The grid would make ${count} runs; at most ${mostRuns} are made at once.`);
  const combinations = axes.reduce<Combination[]>(
    (known, { path, values }) =>
      known.flatMap((before) => values.map((value): Combination => [...before, [path, value]])),
    [[]],
  );
  return combinations.map((values) => {
    try {
      return { recipe: withValues(recipe, values), values: Object.fromEntries(values) };
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      const words = values.map(([path, value]) => `${path}=${JSON.stringify(value)}`).join(', ');
      throw new StudioError('bad input', `With ${words}: ${error.message}`, { cause: error });
    }
  });
}

/**
 * Whether runs of these recipes have losses that compare: they learn the same landmarks and see the same part of every
 * image. Where they do not, none of them is the best.
 */
export function lossesCompare(recipes: readonly Recipe[]): boolean {
  const [first, ...others] = recipes;
  return others.every(
    ({ input, landmarks }) =>
      first !== undefined &&
      seesAlike(first.input, input) &&
      JSON.stringify(first.landmarks) === JSON.stringify(landmarks),
  );
}
