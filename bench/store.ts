import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { largeDataset } from './parts/store/large-dataset.ts';
import { largeProject } from './parts/store/large-project.ts';

type Report = (name: string, value: number, unit: string, ratio?: number) => void;

const script = fileURLToPath(new URL('parts/store/use-large-project.ts', import.meta.url));

/**
 * What a person waits for in a project of 100,000 images and 6.8 million landmarks, in a studio process of its own. Where
 * there is a target the ratio is the figure divided by it: at most 1 keeps it. The first run makes project and dataset
 * (about two minutes, 600 MB in the cache).
 */
export async function run(report: Report, { cache }: { cache: string }): Promise<void> {
  const bench = join(cache, 'bench');
  const [project, dataset] = [largeProject(bench), await largeDataset(bench)];
  report('load average before', loadavg()[0] ?? NaN, 'processes');
  const child = spawn(process.execPath, [script, project, dataset], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    const [name, value, unit, target] = JSON.parse(line) as [string, number, string, number | undefined];
    report(name, value, unit, target === undefined ? undefined : value / target);
  }
  await ended;
  if (child.exitCode !== 0) throw new Error(`The studio process ended with ${child.exitCode ?? child.signalCode}.`);
  report('load average after', loadavg()[0] ?? NaN, 'processes');
}
