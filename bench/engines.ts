import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepMemory } from '../src-main/studio/runs/trainer-process.ts';
import { recipeSchema } from '../src-main/contract/recipe.ts';

const rounds = 3;

/**
 * How much slower WebAssembly trains than TensorFlow does: milliseconds of a step of two shipped recipes on batches of 16, each in
 * a process of its own, in turn, medians of three, and the median of the rounds' ratios.
 */
export function run(report: (name: string, value: number, unit: string) => void): void {
  report('load average before', loadavg()[0] ?? NaN, 'processes');
  for (const name of ['face58-cnn', 'heatmap-small']) {
    const times = Array.from({ length: rounds }, () => [measure('tensorflow', name), measure('wasm', name)] as const);
    report(`${name} b16 step, TensorFlow`, median(times.map(([tensorflow]) => tensorflow)), 'ms');
    report(`${name} b16 step, WebAssembly`, median(times.map(([, wasm]) => wasm)), 'ms');
    report(
      `${name} b16, WebAssembly / TensorFlow`,
      median(times.map(([tensorflow, wasm]) => wasm / tensorflow)),
      'times',
    );
  }
  report('load average after', loadavg()[0] ?? NaN, 'processes');
}

/** Milliseconds of a training step. */
function measure(engine: string, recipeName: string): number {
  const file = new URL(`../resources/recipes/${recipeName}.json`, import.meta.url);
  const recipe = recipeSchema.parse({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), batch: 16 });
  const script = fileURLToPath(new URL('parts/measure-step.ts', import.meta.url));
  const output = execFileSync(process.execPath, [script, JSON.stringify(recipe)], {
    env: { ...process.env, ...keepMemory, KEYPOINT_STUDIO_ENGINE: engine },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return (JSON.parse(output) as { milliseconds: number }).milliseconds;
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
