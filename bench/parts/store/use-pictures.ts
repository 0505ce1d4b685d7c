import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { createStudioCaller } from '../../../src-main/studio/router/index.ts';
import type { Studio } from '../../../src-main/studio/studio.ts';
import { percentile, timesOf } from './figures.ts';
import { drawJpeg, withComment } from './large-dataset.ts';

type Say = (name: string, value: number, unit: string, target?: number) => void;

const count = 50;

/** Going from image to image, and images that are opened while a list's thumbnails are made. `folder`: an empty one to draw in. */
export async function usePictures(
  studio: Studio,
  caller: ReturnType<typeof createStudioCaller>,
  folder: string,
  say: Say,
): Promise<void> {
  const small = await addImages(caller, join(folder, 'small'), 1200, 900);
  const large = await addImages(caller, join(folder, 'large'), 6000, 4000);
  for (const id of small) await studio.picture(`thumbnails/${id}`);
  const switched = await timesOf(count, async (index) => {
    const imageId = small[index] ?? 0;
    await Promise.all([
      caller.images.get({ imageId }),
      studio.picture(`images/${imageId}`),
      studio.picture(`thumbnails/${imageId}`),
    ]);
    await Promise.all([
      caller.annotations.history({ imageId, limit: 50 }),
      caller.images.position({ filter: {}, order: 'name', imageId }),
    ]);
  });
  say('image switch (cached thumbnail, 1-megapixel JPEG), p50', percentile(switched, 0.5), 'ms', 100);
  say(`image switch, slowest of ${count}`, percentile(switched, 1), 'ms', 100);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const thumbnails = Promise.all(large.map((id) => studio.picture(`thumbnails/${id}`)));
  await setTimeout(50);
  const [meanwhile] = await timesOf(1, () => studio.picture(`images/${small[0]}`));
  await thumbnails;
  delay.disable();
  say(`${count} thumbnails of 24-megapixel JPEGs`, performance.now() - start, 'ms');
  say('longest wait of others meanwhile', delay.max / 1e6, 'ms', 20);
  say('a 1-megapixel picture asked for meanwhile', meanwhile ?? NaN, 'ms', 100);
}

/** Imports so many JPEGs of that size, each another file. Answers the images' ids. */
async function addImages(
  caller: ReturnType<typeof createStudioCaller>,
  folder: string,
  width: number,
  height: number,
): Promise<number[]> {
  mkdirSync(folder, { recursive: true });
  const jpeg = await drawJpeg(width, height);
  const name = (index: number) => `picture ${width} ${index}`;
  for (let index = 0; index < count; index += 1)
    writeFileSync(join(folder, `${name(index)}.jpg`), withComment(jpeg, name(index)));
  await caller.exchange.import({ path: folder });
  const { items } = await caller.images.list({ filter: { text: `picture ${width}` }, order: 'name', limit: count });
  return items.map(({ id }) => id);
}
