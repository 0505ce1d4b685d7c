import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ImageFilter, ImageOrder } from '../../../src-main/contract/index.ts';
import { studioOptions } from '../../../src-main/hosts/studio-options.ts';
import { createStudioCaller } from '../../../src-main/studio/router/index.ts';
import { createStudio } from '../../../src-main/studio/studio.ts';
import { percentile, timesOf } from './figures.ts';
import { faceCount } from './large-dataset.ts';
import { imageCount } from './large-project.ts';
import { usePictures } from './use-pictures.ts';

/**
 * `node use-large-project.ts PROJECT DATASET`: a studio process that opens a copy of the large project and is asked, by the
 * contract, what a window asks. Prints [name, value, unit, target] as JSON lines.
 */
const [original = '', dataset = ''] = process.argv.slice(2);
const say = (...measured: [name: string, value: number, unit: string, target?: number]) =>
  process.stdout.write(`${JSON.stringify(measured)}\n`);
const mebibytes = (bytes: number) => bytes / 2 ** 20;

const scratch = mkdtempSync(join(tmpdir(), 'keypoint-studio-bench-'));
const path = join(scratch, 'large.kps');
cpSync(original, path, { recursive: true });
const studio = createStudio({ ...studioOptions(), userFolder: join(scratch, 'user') });
const caller = createStudioCaller(studio);
const asks = { filter: {} as ImageFilter, order: 'name' as ImageOrder, limit: 100 };
try {
  await openAndList();
  await lists();
  await edits();
  await importing();
  await usePictures(studio, caller, join(scratch, 'pictures'), say);
  say('memory of the studio process at its most', mebibytes(process.resourceUsage().maxRSS * 1024), 'MiB');
} finally {
  await studio.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function openAndList(): Promise<void> {
  const opened = await timesOf(5, async () => {
    await caller.project.close();
    const start = performance.now();
    await caller.project.open({ path });
    await caller.images.list(asks);
    return performance.now() - start;
  });
  say('open to first list page, median of 5', percentile(opened, 0.5), 'ms', 500);
  say('first list page', percentile(await timesOf(20, () => caller.images.list(asks)), 0.5), 'ms', 50);
  say('memory of the studio process, project open', mebibytes(process.memoryUsage().rss), 'MiB');
}

async function lists(): Promise<void> {
  const id = (index: number) => 1 + ((index * 7919) % imageCount);
  const tell = async (name: string, work: (index: number) => unknown) => {
    const times = await timesOf(40, work);
    say(`${name}, p50`, percentile(times, 0.5), 'ms');
    say(`${name}, slowest of 40`, percentile(times, 1), 'ms', 50);
  };
  await tell('jump to image n', async (index) => {
    const offset = await caller.images.position({ filter: {}, order: 'name', imageId: id(index) });
    await caller.images.list({ ...asks, offset: offset ?? 0 });
    await caller.images.get({ imageId: id(index) });
  });
  await tell('last page', () => caller.images.list({ ...asks, offset: imageCount - 100 }));
  await tell('filter by status', () => caller.images.list({ ...asks, filter: { status: 'in work' } }));
  await tell('filter by part', () => caller.images.list({ ...asks, filter: { split: 'validation' } }));
  await tell('filter by person', (index) => caller.images.list({ ...asks, filter: { group: String(index * 401) } }));
  await tell('text search', (index) => caller.images.list({ ...asks, filter: { text: `view ${index % 5}` } }));
  await tell('text search that finds few', (index) =>
    caller.images.list({ ...asks, filter: { text: `person ${9000 + index}` } }),
  );
  await tell('text search within a status', () =>
    caller.images.list({ ...asks, filter: { text: '77', status: 'done' } }),
  );
  await tell('sort by error', (index) =>
    caller.images.list({ ...asks, order: 'worst', run: 1, offset: (index * 2477) % imageCount }),
  );
  await tell('sort by error, a status', (index) =>
    caller.images.list({ ...asks, order: 'best', run: 1, filter: { status: 'in work' }, offset: index * 300 }),
  );
  const many: ImageFilter = { split: 'train', status: 'done', faces: { least: 1 }, labelled: 'wholly', hasNote: false };
  await tell('five filters and a text together', () =>
    caller.images.list({ ...asks, filter: { ...many, text: '77' } }),
  );
  await tell('filter that finds none', () => caller.images.list({ ...asks, filter: { ...many, flags: [3] } }));
  await tell('counts of every choice of a filter', () => caller.images.counts({ filter: { ...many, text: 'view 3' } }));
  await tell('next image by a rule', (index) =>
    caller.images.next({ rule: { by: 'status', status: 'in work' }, filter: { split: 'train' }, after: id(index) }),
  );
  await tell('project summary', () => caller.project.current());
}

async function edits(): Promise<void> {
  const saved = await timesOf(2000, (index) =>
    caller.annotations.edit({
      label: `Moved nose ${index}`,
      changes: [
        {
          kind: 'move landmarks',
          instanceId: 1 + ((index * 7919) % imageCount),
          landmarks: [{ index: index % 68, landmark: { x: index, y: 1, visibility: 'visible' } }],
        },
      ],
    }),
  );
  say('save one edit, p50', percentile(saved, 0.5), 'ms');
  say('save one edit, p99', percentile(saved, 0.99), 'ms', 10);
  const undone = await timesOf(1000, () => caller.annotations.undo());
  say('undo, p50', percentile(undone, 0.5), 'ms');
  say('undo, p99', percentile(undone, 0.99), 'ms', 10);

  // Errors of predictions and a backup follow edits by themselves: how long can nobody be answered meanwhile?
  await caller.annotations.redo();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await setTimeout(3000);
  delay.disable();
  say('longest wait of others after an edit', delay.max / 1e6, 'ms', 50);
}

async function importing(): Promise<void> {
  const [imported] = await timesOf(1, () => caller.exchange.import({ path: dataset }));
  say(`import of ${faceCount} faces (.pts and JPEG)`, (imported ?? NaN) / 1000, 's');
  const [undone] = await timesOf(1, () => caller.annotations.undo());
  say(`undo of that import`, (undone ?? NaN) / 1000, 's');
  const [redone] = await timesOf(1, () => caller.annotations.redo());
  say(`redo of that import`, (redone ?? NaN) / 1000, 's');
}
