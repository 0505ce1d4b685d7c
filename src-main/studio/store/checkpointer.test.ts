import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { databaseName } from './open-store.ts';

it('brings a long log into the database while the project is open', async () => {
  const folder = temporaryProject();
  const store = openForTest(folder, { stepWorker: join(import.meta.dirname, 'step-worker.ts') });
  onTestFinished(() => store.workerEnded());
  const size = (ending = '') => statSync(join(folder, databaseName + ending)).size;
  const before = size();
  store.importImages(
    Array.from({ length: 12_000 }, (_, number) => incoming(`image ${number}`, String(number), [number])),
    'Import',
  );
  expect(size('-wal')).toBeGreaterThan(8 * 2 ** 20);
  expect(size()).toBe(before);
  await vi.waitFor(() => expect(size()).toBeGreaterThan(4 * 2 ** 20), { timeout: 25_000, interval: 100 });
  // Edits go on beside it.
  expect(store.setStatus([1], 'rejected').imageIds).toEqual([1]);
});
