import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { FileCheck } from '../pictures/file-check.ts';
import { importDataset } from './import-dataset.ts';
import { lookAtReplacedFile, takeReplacedFile } from './replaced-file.ts';
import { drawDataset, job, newProject, temporaryFolder } from './test-dataset.ts';

async function project(path: string) {
  const data = join(path, 'data');
  await drawDataset(data, 1, 2);
  const store = newProject(join(path, 'project'));
  await importDataset(store, { path: data, format: 'auto', copyImages: false }, job());
  return {
    store,
    file: store.images.file(store.images.one(1)!),
    before: store.images.detail(1)!,
    [Symbol.dispose]: () => store.close(),
  };
}

test('a new file of another size is taken with the labels in the same place of it, and undo takes it back', async () => {
  await using folder = await temporaryFolder();
  using opened = await project(folder.path);
  const { store, file, before } = opened;
  const larger = await sharp(readFileSync(file)).resize(320, 360, { fit: 'fill' }).png().toBuffer();
  writeFileSync(file, larger);
  expect(store.images.detail(1)).toMatchObject({ fileExists: true, fileReplaced: true });
  const told = await lookAtReplacedFile(store, 1);
  expect(told).toMatchObject({ isSame: false, before: { width: 160, height: 120 } });
  expect(told.now).toEqual({ width: 320, height: 360, byteSize: larger.length });

  const { entry, imageIds } = await takeReplacedFile(store, 1, true);
  expect(entry.label).toBe(`Took the new file of ${before.name}`);
  expect(imageIds).toEqual([1]);
  const after = store.images.detail(1)!;
  expect(after).toMatchObject({ width: 320, height: 360, fileReplaced: false, instances: 1 });
  expect(after.version).not.toBe(before.version);
  after.instanceList[0]!.landmarks.forEach(({ x, y }, index) => {
    const old = before.instanceList[0]!.landmarks[index]!;
    expect(x).toBeCloseTo(2 * old.x, 3);
    expect(y).toBeCloseTo(3 * old.y, 3);
  });
  expect(await lookAtReplacedFile(store, 1)).toMatchObject({ isSame: true });
  store.undo();
  expect(store.images.detail(1)).toEqual({ ...before, fileReplaced: true });
});

test('a new file may leave the labels at their px', async () => {
  await using folder = await temporaryFolder();
  using opened = await project(folder.path);
  const { store, file, before } = opened;
  writeFileSync(file, await sharp(readFileSync(file)).resize(320, 360, { fit: 'fill' }).png().toBuffer());
  await takeReplacedFile(store, 1, false);
  expect(store.images.detail(1)).toMatchObject({ width: 320, height: 360, instanceList: before.instanceList });
});

test('what is no image, not there, or another image of the project is refused by name and changes nothing', async () => {
  await using folder = await temporaryFolder();
  using opened = await project(folder.path);
  const { store, file, before } = opened;
  writeFileSync(file, 'no picture');
  await expect(takeReplacedFile(store, 1, false)).rejects.toThrow(`${file} cannot be used as an image`);
  rmSync(file);
  await expect(lookAtReplacedFile(store, 1)).rejects.toThrow(file);
  await expect(takeReplacedFile(store, 9, false)).rejects.toMatchObject({ code: 'not found' });
  expect(store.history(9).entries).toHaveLength(1);
  expect(store.images.detail(1)!.instanceList).toEqual(before.instanceList);
});

test('the same picture under the same name twice is refused in words', async () => {
  await using folder = await temporaryFolder();
  using opened = await project(folder.path);
  const { store, file } = opened;
  const first = store.images.one(1)!;
  // As after an import of two folders with files of the same name.
  store.importImages(
    [{ ...first, contentHash: 'f'.repeat(64), file: `${file}.twin.jpg`, instances: [] }],
    'Another of that name',
  );
  copyFileSync(file, `${file}.twin.jpg`);
  await expect(takeReplacedFile(store, 3, false)).rejects.toThrow('has that picture under that name already');
  expect(store.images.one(3)!.contentHash).toBe('f'.repeat(64));
});

test('a file of the same size with other content is found by reading it, once', async () => {
  await using folder = await temporaryFolder();
  using opened = await project(folder.path);
  const { store, file } = opened;
  const found = vi.fn<(imageId: number) => void>();
  const check = new FileCheck(store, found);
  const image = store.images.one(1)!;
  await check.look(image);
  expect([check.isReplaced(image), found.mock.calls.length]).toEqual([false, 0]);
  const bytes = readFileSync(file);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(file, bytes);
  expect(store.images.detail(1)!.fileReplaced).toBe(false);
  await check.look(image);
  await check.look(image);
  expect(check.isReplaced(image)).toBe(true);
  expect(found.mock.calls).toEqual([[1]]);
  await takeReplacedFile(store, 1, false);
  expect(check.isReplaced(store.images.one(1)!)).toBe(false);
  appendFileSync(file, 'x');
  await check.look(store.images.one(1)!);
  expect(check.isReplaced(store.images.one(1)!)).toBe(true);
  rmSync(file);
  await check.look(store.images.one(1)!);
  expect(check.isReplaced(store.images.one(1)!)).toBe(false);
});
