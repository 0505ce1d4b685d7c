import type { z } from 'zod';
import { StudioError } from './errors.ts';
import type { Recipe } from './recipe.ts';

type Json = z.core.util.JSONType;

/**
 * The values of a recipe's field in a text: `4, 64`, each JSON or else taken as text; a JSON list where values have commas.
 * Of `input`, sizes: `80×60, 160×120` px, the rest of it as the recipe has it.
 * Throws StudioError 'bad input' when a place between two commas is empty.
 */
export function gridValues(recipe: Recipe, path: string, text: string): Json[] {
  const whole = jsonOrText(text.trim());
  const values = Array.isArray(whole) ? whole : text.split(',').map((part) => jsonOrText(part.trim()));
  if (values.some((value) => value === ''))
    throw new StudioError('bad input', `A value of ${path} is empty: ${text || 'there is none'}.`);
  return path === 'input' ? values.map((value) => sizeOf(recipe, value)) : values;
}

/** A value of a grid as its table shows it. */
export function gridValueWords(path: string, value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const isRate = /learningRate|weightDecay/.test(path);
  if (typeof value === 'number' && value > 0 && value < (isRate ? 1 : 0.01)) return value.toExponential();
  if (path === 'input' && typeof value === 'object' && value !== null && !Array.isArray(value))
    return `${JSON.stringify(value.width)}×${JSON.stringify(value.height)}`;
  return JSON.stringify(value);
}

function sizeOf(recipe: Recipe, value: Json): Json {
  const [, width, height] = typeof value === 'string' ? (/^(\d+)\s*[x×]\s*(\d+)$/.exec(value) ?? []) : [];
  return width === undefined ? value : { ...recipe.input, width: Number(width), height: Number(height) };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
