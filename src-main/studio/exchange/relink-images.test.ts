import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importDataset } from './import-dataset.ts';
import { relinkImages } from './relink-images.ts';
import { drawDataset, job, newProject, temporaryFolder } from './test-dataset.ts';

test('images that were moved, renamed or replaced are found by their content; undo takes it back', async () => {
  await using folder = await temporaryFolder();
  const [data, elsewhere] = [join(folder.path, 'data'), join(folder.path, 'elsewhere')];
  await drawDataset(data, 2, 2);
  using store = newProject(join(folder.path, 'project'));
  await importDataset(store, { path: data, format: 'auto', copyImages: false }, job());
  const fileOf = (id: number) => store.images.file(store.images.one(id)!);
  const before = [1, 2, 3, 4].map(fileOf);
  expect(await relinkImages(store, folder.path, job())).toMatchObject({ lost: 0, relinked: 0 });

  mkdirSync(join(elsewhere, 'deep'), { recursive: true });
  const content = readFileSync(before[0]!);
  renameSync(before[0]!, join(elsewhere, 'deep', 'another name.jpg'));
  renameSync(before[1]!, join(elsewhere, 'gone.bin'));
  writeFileSync(before[1]!, 'another picture now');
  renameSync(before[2]!, join(folder.path, 'outside.jpg'));
  // As large as one that is looked for, but not it.
  writeFileSync(join(elsewhere, 'twin.jpg'), Buffer.alloc(content.length, 1));
  expect([1, 2, 4].map((id) => store.images.detail(id)!.fileExists)).toEqual([false, true, true]);
  expect([1, 2, 4].map((id) => store.images.detail(id)!.fileReplaced)).toEqual([false, true, false]);

  await expect(relinkImages(store, elsewhere, job(1))).rejects.toMatchObject({ code: 'cancelled' });
  await expect(relinkImages(store, join(folder.path, 'nowhere'), job())).rejects.toThrow(/no folder .*nowhere/);
  expect(await relinkImages(store, elsewhere, job())).toEqual({
    folder: elsewhere,
    lost: 3,
    relinked: 2,
    missing: [store.images.one(3)!.path],
  });
  expect(readFileSync(fileOf(1)).equals(content)).toBe(true);
  expect(store.images.detail(2)).toMatchObject({ fileExists: true, fileReplaced: false });
  expect(fileOf(4)).toBe(before[3]);
  store.undo();
  expect([1, 2, 3, 4].map(fileOf)).toEqual(before);
});
