import type { z } from 'zod';
import { StudioError } from './errors.ts';
import { recipeSchema, type Recipe } from './recipe.ts';
import { refusedInput } from './refused-input.ts';

type Json = z.core.util.JSONType;
type JsonObject = Record<string, Json>;

/** What a recipe leaves null until one of its fields is set, such as `transfer.from`; null where there is no default. */
const whenSet: JsonObject = { transfer: { from: null, freeze: 0 } };

/**
 * A recipe with values set, in their order, each at a dotted path (`optimizer.learningRate`, `network.0.filters`). The result
 * is validated as a whole.
 * Throws StudioError 'bad input' for a path the recipe has not (naming the near ones), and for a value that it cannot take.
 */
export function withValues(recipe: Recipe, values: readonly (readonly [path: string, value: Json])[]): Recipe {
  let changed = structuredClone(recipe) as JsonObject;
  for (const [path, value] of values) {
    setAt(changed, path, value);
    // What a new kind of schedule or loss begins with can be set too; values may also be right only together.
    const whole = recipeSchema.safeParse(changed);
    if (whole.success) changed = whole.data;
  }
  const checked = recipeSchema.safeParse(changed);
  if (!checked.success) throw new StudioError('bad input', refusedInput(checked.error));
  return checked.data;
}

function setAt(recipe: JsonObject, key: string, value: Json): void {
  const steps = key.split('.');
  const last = steps.pop() ?? '';
  let place: Json = recipe;
  const [first] = steps;
  if (first !== undefined && recipe[first] === null && childOf(whenSet, first))
    recipe[first] = structuredClone(whenSet[first] as JsonObject);
  for (const step of steps) place = childOf(place, step) ?? null;
  if (childOf(place, last) === undefined) {
    const near = nearKeys(key, [...new Set([...keysOf(recipe), ...keysOf(whenSet)])]);
    throw new StudioError(
      'bad input',
      `The recipe has no ${key}. ${near.length > 0 ? `Near it: ${near.join(', ')}.` : ''}`.trim(),
    );
  }
  (place as JsonObject)[last] = value;
}

function childOf(place: Json, step: string): Json | undefined {
  return typeof place === 'object' && place !== null && Object.hasOwn(place, step)
    ? (place as JsonObject)[step]
    : undefined;
}

/** Every dotted path that a value can be set at. */
export function recipePaths(recipe: Recipe): string[] {
  return [...new Set([...keysOf(recipe), ...keysOf(whenSet)])];
}

function keysOf(value: Json, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [`${prefix}${key}`, ...keysOf(child, `${prefix}${key}.`)]);
}

/** At most three keys that may have been meant: those that end alike first, then by how many letters differ. */
function nearKeys(wanted: string, keys: string[]): string[] {
  const lastOf = (key: string) => key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  return keys
    .map((key) => ({ key, distance: Math.min(editDistance(lastOf(wanted), lastOf(key)), editDistance(wanted, key)) }))
    .filter(({ distance }) => distance <= Math.max(2, lastOf(wanted).length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ key }) => key);
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of Array.from(other).entries())
      next.push(
        Math.min(
          (row[column] ?? 0) + (letter === otherLetter ? 0 : 1),
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
