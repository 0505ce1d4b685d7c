import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { RecipeInput } from '../../../contract/recipe.ts';
import { loadEngine } from '../../engines/engine.ts';
import type { Message } from '../../messages.ts';
import { buildNetwork } from '../../network/build-network.ts';
import { blobRecipe } from '../../testing/blobs.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { drawFilters } from '../filter-picture.ts';
import type { EpochEnded } from '../train.ts';
import { FilterSnapshots, keepsFilters } from './filter-snapshots.ts';

const { tf } = await loadEngine();
const folder = await temporaryFolder();

const ended = (epoch: number): EpochEnded => {
  const result = { epoch, trainLoss: 1, validationLoss: 1, imagesPerSecond: 1, seconds: 1 };
  const best = { epoch, validationLoss: 1, value: 1 };
  return { result, best, improved: true, history: [result], partial: false, validationSeconds: 0 };
};
const snapshotsOf = (name: string, change: Partial<RecipeInput> = {}, epochs = 4) => {
  const model = buildNetwork(tf, blobRecipe(change), 2);
  const sent: Message[] = [];
  const snapshots = new FilterSnapshots(model, epochs, join(folder, name), (message) => sent.push(message));
  return { model, sent, snapshots, files: () => readdir(join(folder, name, 'filters')) };
};

test('the first convolution is drawn before the first step and after each epoch, as its weights are then', async () => {
  const { model, sent, snapshots, files } = snapshotsOf('run');
  await snapshots.trainingBegins([]);
  await snapshots.epochEnded(ended(1));
  const weights = Float32Array.from({ length: 9 * 8 }, (_, index) => Math.sin(index));
  model.getLayer('layer_1.conv').setWeights([tf.tensor4d(weights, [3, 3, 1, 8]), tf.zeros([8])]);
  await snapshots.epochEnded(ended(2));
  expect(await files()).toEqual(['epoch-0000.png', 'epoch-0001.png', 'epoch-0002.png']);
  expect(sent).toEqual([0, 1, 2].map((epoch) => ({ kind: 'filters', epoch })));
  const [before, after, last] = await Promise.all(
    (await files()).map((name) => readFile(join(folder, 'run/filters', name))),
  );
  expect(after).toEqual(before);
  const { data, info } = await sharp(last).raw().toBuffer({ resolveWithObject: true });
  const drawn = drawFilters(weights, [3, 3, 1, 8]);
  expect([info.width, info.height, info.channels]).toEqual([drawn.width, drawn.height, 4]);
  expect(data.equals(drawn.pixels)).toBe(true);
});

test('a resumed run adds to the pictures it has', async () => {
  const { snapshots, files } = snapshotsOf('resumed');
  await snapshots.trainingBegins([]);
  await snapshots.epochEnded(ended(1));
  const resumed = snapshotsOf('resumed');
  await resumed.snapshots.trainingBegins([ended(1).result]);
  await resumed.snapshots.epochEnded(ended(2));
  expect(resumed.sent).toEqual([{ kind: 'filters', epoch: 2 }]);
  expect(await files()).toEqual(['epoch-0000.png', 'epoch-0001.png', 'epoch-0002.png']);
});

test('a long run keeps a bounded number of them: every one at first, and its last', () => {
  const kept = Array.from({ length: 100_001 }, (_, epoch) => epoch).filter((epoch) => keepsFilters(epoch, 99_999));
  expect(kept.slice(0, 101)).toEqual(Array.from({ length: 101 }, (_, epoch) => epoch));
  expect(kept.slice(101, 104)).toEqual([110, 120, 130]);
  expect(kept.slice(-3)).toEqual([99_000, 99_999, 100_000]);
  expect(kept).toHaveLength(101 + 90 + 90 + 90 + 1);
});

test('also behind a pooling, in a residual block and in named networks; a network that begins with something else has none', async () => {
  const networks: Record<string, Partial<RecipeInput>> = {
    pooled: {
      network: [
        { layer: 'max pool', size: 2 },
        { layer: 'conv', filters: 2, kernel: 3 },
        { layer: 'flatten' },
        { layer: 'coordinates' },
      ],
    },
    residual: { network: [{ layer: 'residual', filters: 4 }, { layer: 'average' }, { layer: 'coordinates' }] },
    colour: { network: 'heatmap-small', input: { width: 32, height: 24, channels: 'colour' } },
  };
  for (const [name, change] of Object.entries(networks)) {
    const { snapshots, sent } = snapshotsOf(name, change);
    await snapshots.trainingBegins([]);
    expect(sent, name).toEqual([{ kind: 'filters', epoch: 0 }]);
  }
  const plain = snapshotsOf('plain', {
    network: [{ layer: 'flatten' }, { layer: 'dense', units: 4 }, { layer: 'coordinates' }],
  });
  await plain.snapshots.trainingBegins([]);
  await plain.snapshots.epochEnded(ended(1));
  expect(plain.sent).toEqual([]);
  await expect(plain.files()).rejects.toThrow('ENOENT');
});
