import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recipe } from '../../contract/recipe.ts';
import type { RunEstimate } from '../../contract/runs.ts';
import { loadEngine } from '../engines/engine.ts';
import { blobRecipe, makeBlobs } from '../testing/blobs.ts';
import { estimate } from './estimate.ts';
import { freeMemory } from './free-memory.ts';
import { largestBatch, needed } from './memory-need.ts';

const { tf, device } = await loadEngine();
let folder = '';
let snapshotFile = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keypoint-studio-estimate-'));
  snapshotFile = join(folder, 'snapshot.json');
  await writeFile(snapshotFile, JSON.stringify(await makeBlobs(join(folder, 'images'), 24)));
});
afterAll(() => rm(folder, { recursive: true }));

async function estimateOf(recipe: Recipe): Promise<RunEstimate> {
  let told: RunEstimate | null = null;
  const job = { kind: 'estimate', recipe, snapshotFile, cacheFolder: join(folder, 'cache') } as const;
  await estimate(tf, job, device, (message) => {
    if (message.kind === 'estimated') told = message.estimate;
  });
  return told!;
}

describe('the estimate of a run', () => {
  test('is of its epochs, from real steps, and what they need is less than what is free', async () => {
    const short = await estimateOf(blobRecipe({ epochs: 10, batch: 6 }));
    expect(short).toMatchObject({ stepsPerEpoch: 3, notice: null });
    expect(short.seconds).toBeCloseTo(10 * short.secondsPerEpoch!, 6);
    expect(short.secondsPerEpoch).toBeGreaterThan(0);
    expect(short.memoryBytes).toBeGreaterThan(50e6);
    expect(short.memoryBytes).toBeLessThan(short.freeBytes);
    expect(short.largestBatch).toBeGreaterThan(6);
  });

  test('of a network that cannot fit says so and tries no step', async () => {
    const huge = await estimateOf(
      blobRecipe({
        input: { width: 2048, height: 2048, channels: 'colour' },
        network: [{ layer: 'conv', filters: 4096, kernel: 1 }, { layer: 'average' }, { layer: 'coordinates' }],
        batch: 8,
      }),
    );
    expect(huge).toMatchObject({ secondsPerEpoch: null, seconds: null, largestBatch: null });
    expect(huge.memoryBytes).toBeGreaterThan(huge.freeBytes);
    expect(huge.notice).toContain('Not even one image');
  });
});

test('the largest batch is the one that just fits', () => {
  const need = { fixed: 1000, perImage: 30 };
  expect(largestBatch(need, 1000 + 30 * 7 + 29, 4096)).toBe(7);
  expect(needed(need, 7)).toBe(1210);
  expect(largestBatch(need, 1029, 4096)).toBeNull();
  expect(largestBatch(need, 1e9, 64)).toBe(64);
});

test('free memory is what the machine has available, or a control group leaves where that is less', () => {
  const files: Record<string, string> = {
    '/proc/meminfo': 'MemTotal: 9000 kB\nMemAvailable:    8000 kB\n',
    '/proc/self/cgroup': '0::/a/b\n',
    '/sys/fs/cgroup/a/memory.max': '3000000\n',
    '/sys/fs/cgroup/a/memory.current': '1500000\n',
    '/sys/fs/cgroup/a/memory.stat': 'anon 1\ninactive_file 200000\n',
    '/sys/fs/cgroup/a/b/memory.max': 'max\n',
  };
  const read = (file: string): string | null => files[file] ?? null;
  expect(freeMemory(100, read)).toBe(100 + 1_700_000);
  expect(freeMemory(100, (file) => (file === '/proc/meminfo' ? read(file) : null))).toBe(100 + 8000 * 1024);
});
