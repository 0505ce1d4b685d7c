import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { browse } from './browse.ts';

it('shows folders and projects, then files, as people count, without what is hidden', async () => {
  const folder = temporaryFolder();
  for (const name of ['set 10', 'set 2', 'imm.kps', '.git']) mkdirSync(join(folder, name));
  for (const name of ['imm.kps/project.sqlite', 'b 10.jpg', 'B 9.jpg', '.hidden'])
    writeFileSync(join(folder, name), '');
  const result = await browse(folder);
  expect(result.entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['imm.kps', 'project'],
    ['set 2', 'folder'],
    ['set 10', 'folder'],
    ['B 9.jpg', 'file'],
    ['b 10.jpg', 'file'],
  ]);
  expect(result).toMatchObject({
    path: folder,
    parent: dirname(folder),
    file: null,
    home: homedir(),
    truncated: false,
  });
  expect(result.entries[0]?.path).toBe(join(folder, 'imm.kps'));
});

it('of a file shows its folder, and says which it was', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'own.json'), '');
  const result = await browse(join(folder, 'own.json'));
  expect(result).toMatchObject({ path: folder, file: join(folder, 'own.json') });
  expect(result.entries.map(({ name }) => name)).toEqual(['own.json']);
});

it('starts at home, and knows the top', async () => {
  expect((await browse(undefined)).path).toBe(homedir());
  const top = process.platform === 'win32' ? 'C:\\' : '/';
  expect((await browse(top)).parent).toBeNull();
});

it.skipIf(process.platform === 'win32')('follows links, and leaves out those to nowhere', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
  expect((await browse(folder)).entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['link', 'folder'],
    ['real', 'folder'],
  ]);
});

it('of very many shows a thousand, folders first, and says so', async () => {
  const folder = temporaryFolder();
  for (let number = 0; number < 1001; number += 1) writeFileSync(join(folder, `a${number}`), '');
  mkdirSync(join(folder, 'zoo'));
  const { entries, truncated } = await browse(folder);
  expect(entries).toHaveLength(1000);
  expect(entries[0]?.name).toBe('zoo');
  expect(truncated).toBe(true);
});

it('says what is wrong with a folder it cannot show', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a'), '');
  await expect(browse(join(folder, 'gone'))).rejects.toMatchObject({ code: 'not found' });
  await expect(browse(join(folder, 'a', 'b'))).rejects.toMatchObject({ code: 'bad input' });
});

// Root may look into every folder, and Windows knows other rights.
it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says when it may not look', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'closed'), { mode: 0 });
  await expect(browse(join(folder, 'closed'))).rejects.toMatchObject({
    code: 'bad input',
    message: expect.stringContaining('not allowed') as string,
  });
  chmodSync(join(folder, 'closed'), 0o700);
});
