import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import type { WholeInspection } from '../../contract/inspection.ts';
import { loadEngine } from '../engines/engine.ts';
import type { Message } from '../messages.ts';
import { blobRecipe, makeBlobs, writeJson } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { trainRun } from '../train-job.ts';
import { Pause } from '../training/pause.ts';
import { inspectImage } from './inspect-image.ts';

vi.setConfig({ testTimeout: 120_000 });

const { tf } = await loadEngine();
const folder = await temporaryFolder();
const cacheFolder = join(folder, 'cache');

async function pixelsOf(address: string): Promise<{ data: Buffer; width: number; height: number }> {
  const png = Buffer.from(address.replace('data:image/png;base64,', ''), 'base64');
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

test('the heatmaps of a trained network have their peak where the landmark is read, on the blob', async () => {
  const snapshot = await makeBlobs(join(folder, 'images'), 64);
  const runFolder = join(folder, 'run');
  await mkdir(runFolder);
  const recipe = blobRecipe({
    input: { width: 64, height: 48, channels: 'gray' },
    landmarks: ['light'],
    network: 'heatmap-small',
    loss: [
      { kind: 'smooth-l1', weight: 1 },
      { kind: 'heatmap cross-entropy', sigma: 3, weight: 1 },
    ],
    epochs: 12,
  });
  const job = {
    runId: 1,
    recipe,
    snapshotFile: await writeJson(join(folder, 'snapshot.json'), snapshot),
    cacheFolder,
    runFolder,
  };
  const ignore = (): void => undefined;
  await trainRun(
    tf,
    { kind: 'train', resume: false, transferFolder: null, ...job },
    ignore,
    { requested: false },
    new Pause(ignore),
  );

  const distances: number[] = [];
  for (const { file, contentHash, landmarks } of snapshot.images
    .filter(({ part }) => part === 'validation')
    .slice(0, 6)) {
    const messages: Message[] = [];
    const image = { file, contentHash, box: null };
    await inspectImage(tf, { kind: 'inspect', runFolder, cacheFolder, image }, (message) => messages.push(message));
    expect(messages.at(-1)).toEqual({ kind: 'ended', how: 'finished' });
    const inspection = (messages.find(({ kind }) => kind === 'inspected') as { inspection: WholeInspection })
      .inspection;
    expect(inspection.epoch).toBeGreaterThan(0);
    expect(inspection.landmarks.map(({ name }) => name)).toEqual(['light']);
    const { data, width, height } = await pixelsOf(inspection.heatmaps[0]!.picture);
    expect([width, height]).toEqual([16, 12]);
    const peak = data.indexOf(255);
    const [x, y] = inspection.landmarks[0]!.at;
    const cells = (dx: number, dy: number): number => Math.hypot(dx * width, dy * height);
    expect(cells(x - ((peak % width) + 0.5) / width, y - (Math.floor(peak / width) + 0.5) / height)).toBeLessThan(1.5);
    distances.push(Math.hypot(x * 64 - landmarks[0]![0], y * 48 - landmarks[0]![1]));

    // At most 64 maps, each from its own lowest to its own highest.
    const stem = inspection.layers[0]!;
    expect(stem).toMatchObject({ row: 1, output: '24×32×16', mapCount: 16 });
    for (const map of stem.maps.filter(({ lowest, highest }) => lowest < highest)) {
      const values = (await pixelsOf(map.picture)).data;
      expect([Math.min(...values), Math.max(...values)]).toEqual([0, 255]);
    }
    // Small pictures are enlarged twice, every pixel to be seen.
    expect(await pixelsOf(inspection.picture)).toMatchObject({ width: 128, height: 96 });
  }
  // The network has learned, so the peaks above mean something.
  expect(Math.max(...distances)).toBeLessThan(6);
});

test('more maps than are shown are counted', async () => {
  const snapshot = await makeBlobs(join(folder, 'more'), 8);
  const runFolder = join(folder, 'wide');
  await mkdir(runFolder);
  const recipe = blobRecipe({
    epochs: 1,
    network: [{ layer: 'conv', filters: 70, kernel: 3 }, { layer: 'average' }, { layer: 'coordinates' }],
  });
  const job = {
    runId: 2,
    recipe,
    snapshotFile: await writeJson(join(folder, 'wide.json'), snapshot),
    cacheFolder,
    runFolder,
  };
  const ignore = (): void => undefined;
  await trainRun(
    tf,
    { kind: 'train', resume: false, transferFolder: null, ...job },
    ignore,
    { requested: false },
    new Pause(ignore),
  );
  const messages: Message[] = [];
  const { file, contentHash } = snapshot.images[0]!;
  const image = { file, contentHash, box: null };
  await inspectImage(tf, { kind: 'inspect', runFolder, cacheFolder, image }, (message) => messages.push(message));
  const { inspection } = messages.find(({ kind }) => kind === 'inspected') as { inspection: WholeInspection };
  expect(inspection.layers.map(({ maps, mapCount }) => [maps.length, mapCount])).toEqual([[64, 70]]);
  expect(inspection.heatmaps).toEqual([]);
  const unread = inspectImage(
    tf,
    { kind: 'inspect', runFolder, cacheFolder, image: { ...image, contentHash: null, file: join(folder, 'none.jpg') } },
    ignore,
  );
  await expect(unread).rejects.toThrow(/none\.jpg cannot be read/);
});
