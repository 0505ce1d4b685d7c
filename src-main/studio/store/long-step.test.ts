import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { JobHandle } from '../context.ts';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

const images = Array.from({ length: 3000 }, (_, number) => incoming(`image ${number}`, String(number), [number]));

let folder: string;
let store: Store;
let told: [number, boolean][];
beforeEach(() => {
  folder = temporaryProject();
  told = [];
  store = openForTest(folder, {
    stepWorker: join(import.meta.dirname, 'step-worker.ts'),
    onEdit: (imageIds, countsChanged) => told.push([imageIds.length, countsChanged]),
  });
  onTestFinished(async () => {
    await store.workerEnded();
  });
  store.importImages(images, 'Import');
});

const handle = (abort = new AbortController(), progress: JobHandle['progress'] = () => undefined): JobHandle => ({
  signal: abort.signal,
  progress,
});

it('is one transaction: reads see all of before until all is done, and whoever listens is told', async () => {
  const undone = store.makeLongStep('undo', [], handle());
  const seen = new Set<number>();
  const asking = setInterval(() => seen.add(store.summary().images), 1);
  await undone;
  clearInterval(asking);
  expect(await undone).toMatchObject({ entry: { label: 'Import', undone: true }, canUndo: false, canRedo: true });
  expect([...seen].filter((count) => count !== 0)).toEqual([3000]);
  expect(store.summary().images).toBe(0);
  expect(told).toEqual([
    [3000, true],
    [3000, true],
  ]);
  await store.makeLongStep('redo', [], handle());
  expect(store.images.withInstances({})).toHaveLength(3000);
});

it('that is cancelled changed nothing', async () => {
  const abort = new AbortController();
  const undone = store.makeLongStep('undo', [], handle(abort));
  abort.abort();
  await expect(undone).rejects.toMatchObject({ code: 'cancelled' });
  expect(store.summary().images).toBe(3000);
  expect(store.history(1)).toMatchObject({ canRedo: false, current: 1 });
  // Nothing is in the way of the next one.
  expect(store.undo().imageIds).toHaveLength(3000);
});

it('keeps writes waiting, in their order, and refuses what does not wait', async () => {
  const marked = store.makeLongStep('setStatus', [images.map((_, index) => index + 1), 'rejected'], handle());
  await setTimeout(0);
  const order: string[] = [];
  expect(() => store.setStatus([1], 'done')).toThrow(expect.objectContaining({ code: 'in use' }));
  store.whenSettled(() => order.push(store.setStatus([1], 'done').entry.label));
  store.whenSettled(() => order.push('second'));
  expect(order).toEqual([]);
  await marked;
  await store.settled();
  expect(order).toEqual(['Marked an image done', 'second']);
  expect(store.images.one(1)?.status).toBe('done');
  expect(store.images.one(2)?.status).toBe('rejected');
});

it('passes on what the method throws', async () => {
  await expect(store.makeLongStep('jump', [77], handle())).rejects.toMatchObject({
    code: 'not found',
    message: expect.stringContaining('no step 77') as string,
  });
});
