import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeAtomically } from './durable-files.ts';

const folder = await mkdtemp(join(tmpdir(), 'keypoint-studio-files-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an atomic write makes the folder, replaces the file and leaves nothing else', async () => {
  const file = join(folder, 'deep', 'file');
  await writeAtomically(file, 'one');
  await writeAtomically(file, 'two');
  expect(await readFile(file, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'deep'))).toEqual(['file']);
});

test('a write that fails says so and leaves nothing of its own', async () => {
  const taken = join(folder, 'taken');
  await mkdir(join(taken, 'kept'), { recursive: true });
  await expect(writeAtomically(taken, 'one')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
  expect(await readdir(taken)).toEqual(['kept']);
  expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
});
