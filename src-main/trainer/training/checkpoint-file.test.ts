import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobRecipe } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint-file.ts';

const folder = await temporaryFolder();

const checkpoint = (epochs: number): Checkpoint => ({
  recipe: blobRecipe(),
  datasetHash: 'abc',
  history: Array.from({ length: epochs }, (_, index) => ({
    epoch: index + 1,
    trainLoss: 0.1 / 3 / (index + 1),
    validationLoss: 0.2,
    imagesPerSecond: 100.5,
    seconds: 1.25,
  })),
  optimizerSteps: 7 * epochs,
  tensors: [
    { shape: [2, 2], values: Float32Array.of(1, -2.5, 1e-30, epochs) },
    { shape: [], values: Float32Array.of(0.1) },
    { shape: [3], values: Float32Array.of(5, 6, 7) },
  ],
});

test('what is saved is loaded, every bit of it', async () => {
  const run = join(folder, 'kept');
  expect(await loadCheckpoint(run)).toBeNull();
  await saveCheckpoint(run, checkpoint(1));
  await saveCheckpoint(run, checkpoint(2));
  expect(await loadCheckpoint(run)).toEqual(checkpoint(2));
});

test('where the last one is damaged, cut off or missing, its spare is taken', async () => {
  const run = join(folder, 'damaged');
  const last = join(run, 'checkpoint', 'last.checkpoint');
  await saveCheckpoint(run, checkpoint(1));
  await saveCheckpoint(run, checkpoint(2));
  const bytes = await readFile(last);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(last, bytes);
  expect(await loadCheckpoint(run)).toEqual(checkpoint(1));
  await truncate(last, 3);
  expect(await loadCheckpoint(run)).toEqual(checkpoint(1));
  await rm(last);
  expect(await loadCheckpoint(run)).toEqual(checkpoint(1));
});

test('with nothing whole left it says which files are damaged', async () => {
  const run = join(folder, 'lost');
  await saveCheckpoint(run, checkpoint(1));
  await truncate(join(run, 'checkpoint', 'last.checkpoint'), 100);
  await expect(loadCheckpoint(run)).rejects.toThrow(/last\.checkpoint is damaged/);
});
