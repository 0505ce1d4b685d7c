import {
  gridRecipes,
  gridValues,
  recipePaths,
  StudioError,
  type GridAxis,
  type Recipe,
} from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';

/** One field to vary as it is typed: its dotted path in the recipe and its values with commas. */
export interface VariedField {
  path: string;
  text: string;
}

/** Fields that are varied most, with what to try first. */
export const commonFields: readonly { title: string; path: string; example: string }[] = [
  { title: 'Learning rate', path: 'optimizer.learningRate', example: '1e-2, 1e-3, 1e-4' },
  { title: 'Batch', path: 'batch', example: '4, 16, 64' },
  { title: 'Epochs', path: 'epochs', example: '15, 50' },
  { title: 'Seed', path: 'seed', example: '1, 2, 3' },
  { title: 'Input size', path: 'input', example: '80×60, 160×120' },
  { title: 'Loss', path: 'loss', example: 'mse, wing' },
  { title: 'First filters', path: 'network.0.filters', example: '4, 12' },
  { title: 'Rotation', path: 'augmentation.rotation', example: '0, 15' },
  { title: 'Translation', path: 'augmentation.translation', example: '0, 10' },
  { title: 'Brightness', path: 'augmentation.brightness', example: '0, 0.2' },
];

/** The common fields that this recipe has. */
export function fieldsOf(recipe: Recipe): typeof commonFields {
  const paths = recipePaths(recipe);
  return commonFields.filter(({ path }) => paths.includes(path));
}

export interface CheckedGrid {
  /** Null while something is wrong or missing. */
  axes: GridAxis[] | null;
  /** `12 runs: 4 × 3, each 15 epochs`; empty while `axes` is null. */
  words: string;
  /** What is wrong with each field alone; empty text where nothing is. */
  problems: string[];
  /** What is wrong with the fields together. */
  problem: string;
}

/** The grid that the fields stand for, or what is wrong with them. Fields with no path and no values yet are no mistake. */
export function checkGrid(recipe: Recipe, fields: readonly VariedField[]): CheckedGrid {
  const read = fields.map((field) => axisOf(recipe, field));
  const problems = read.map(({ problem }) => problem);
  const known = read.flatMap(({ axis }) => axis ?? []);
  const nothing = { axes: null, words: '', problems, problem: '' };
  if (known.length < fields.length || known.length === 0) return nothing;
  try {
    const recipes = gridRecipes(recipe, known).map((each) => each.recipe);
    return { axes: known, words: wordsOf(known, recipes), problems, problem: '' };
  } catch (error) {
    // Values may be right together that are not alone: a field is blamed only when the whole is wrong.
    const alone = known.map((axis) => problemOf(() => gridRecipes(recipe, [axis])));
    return alone.some((problem) => problem !== '')
      ? { ...nothing, problems: alone }
      : { ...nothing, problem: wordsOfError(error) };
  }
}

function axisOf(recipe: Recipe, { path, text }: VariedField): { axis: GridAxis | null; problem: string } {
  if (path.trim() === '' || text.trim() === '') return { axis: null, problem: '' };
  const axis: GridAxis = { path: path.trim(), values: [] };
  const problem = problemOf(() => {
    axis.values = gridValues(recipe, axis.path, text);
  });
  return { axis: problem ? null : axis, problem };
}

function wordsOf(axes: readonly GridAxis[], recipes: readonly Recipe[]): string {
  const product = axes.length > 1 ? `: ${axes.map(({ values }) => values.length).join(' × ')}` : '';
  const epochs = recipes.map((each) => each.epochs);
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  const each = least === most ? countOf(least, 'epoch') : `${least} to ${most} epochs`;
  return `${countOf(recipes.length, 'run')}${product}, each ${each}`;
}

function problemOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return wordsOfError(error);
  }
}

function wordsOfError(error: unknown): string {
  if (error instanceof StudioError) return error.message;
  throw error;
}
