import { gridValues, StudioError, withValues, type GridAxis, type Recipe } from '../../contract/index.ts';
import { UsageError } from './usage-error.ts';

/**
 * A recipe with `--set key=value` applied: the key a dotted path (`optimizer.learningRate`, `network.0.filters`), the
 * value JSON, or else taken as text. The result is validated as a whole.
 *
 * @throws UsageError for a key the recipe has not (naming the near ones), and for a value that it cannot take
 */
export function withSettings(recipe: Recipe, settings: string[]): Recipe {
  const values = settings.map((setting): [string, GridAxis['values'][number]] => {
    const { key, value } = keyAndValue(setting, '--set takes key=value, such as --set epochs=30');
    return [key, parse(value)];
  });
  return orUsageError(() => withValues(recipe, values));
}

/**
 * What `--grid key=value,value` asks for, each with the values that contract/grid-words.ts reads.
 *
 * @throws UsageError when it is not of that form
 */
export function gridAxes(recipe: Recipe, grids: string[]): GridAxis[] {
  return grids.map((grid) => {
    const { key, value } = keyAndValue(grid, '--grid takes key=value,value, such as --grid batch=4,64');
    return { path: key, values: orUsageError(() => gridValues(recipe, key, value)) };
  });
}

function orUsageError<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof StudioError ? new UsageError(error.message) : error;
  }
}

function keyAndValue(setting: string, takes: string): { key: string; value: string } {
  const equals = setting.indexOf('=');
  if (equals < 1) throw new UsageError(`${takes}; this is ${setting}.`);
  return { key: setting.slice(0, equals), value: setting.slice(equals + 1) };
}

function parse(text: string): GridAxis['values'][number] {
  try {
    return JSON.parse(text) as GridAxis['values'][number];
  } catch {
    return text;
  }
}
