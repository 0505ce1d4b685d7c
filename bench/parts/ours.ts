import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepMemory } from '../../src-main/studio/runs/trainer-process.ts';
import type { Work } from './networks.ts';

/** Images a second of ours, in a process of its own with the memory settings that a trainer gets, or with `memory`. */
export function measureOurs(network: string, work: Work, memory: Record<string, string> = keepMemory): number {
  const script = fileURLToPath(new URL('measure.ts', import.meta.url));
  const output = execFileSync(process.execPath, [script, network, work], {
    env: { ...process.env, ...memory },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return (JSON.parse(output) as { imagesPerSecond: number }).imagesPerSecond;
}
