import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepMemory } from '../src-main/studio/runs/trainer-process.ts';

const recipes = ['heatmap-small', 'face58-cnn', 'resnet18-68'];

/**
 * What the way from bytes to a batch costs: milliseconds of a training step on a batch that lies ready in TensorFlow's memory,
 * and the same step from the decoded bytes with each picture changed anew as the recipe says, in turn; medians, and the median
 * of the ratios.
 */
export function run(report: (name: string, value: number, unit: string, ratio?: number) => void): void {
  report('load average before', loadavg()[0] ?? NaN, 'processes');
  for (const name of recipes) {
    const { ready, pipeline, ratio, batch } = measure(name);
    report(`${name} b${batch} step, batch ready in memory`, ready, 'ms');
    report(`${name} b${batch} step, from bytes and changed`, pipeline, 'ms', ratio);
  }
  report('load average after', loadavg()[0] ?? NaN, 'processes');
}

function measure(recipe: string): { ready: number; pipeline: number; ratio: number; batch: number } {
  const script = fileURLToPath(new URL('parts/pipeline-side.ts', import.meta.url));
  const output = execFileSync(process.execPath, [script, recipe], {
    env: { ...process.env, ...keepMemory },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return JSON.parse(output) as ReturnType<typeof measure>;
}
