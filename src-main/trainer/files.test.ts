import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recoverFolder, replaceFolder, writeAtomically } from './files.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const folder = await temporaryFolder();

test('an atomic write makes the folder, replaces the file and leaves nothing else', async () => {
  const file = join(folder, 'deep', 'file');
  await writeAtomically(file, 'one');
  await writeAtomically(file, 'two');
  expect(await readFile(file, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'deep'))).toEqual(['file']);
});

test('a folder is replaced whole: files it no longer has are gone, and so are leftovers of a crash', async () => {
  const best = join(folder, 'replaced');
  await mkdir(`${best}.unfinished`);
  await writeFile(join(`${best}.unfinished`, 'half'), '');
  await replaceFolder(best, { old: '1', kept: '1' });
  await replaceFolder(best, { kept: '2' });
  expect(await readdir(best)).toEqual(['kept']);
  expect(await readFile(join(best, 'kept'), 'utf8')).toBe('2');
  expect((await readdir(folder)).filter((name) => name.startsWith('replaced'))).toEqual(['replaced']);
});

test('a crash between the two renames loses nothing', async () => {
  const best = join(folder, 'crashed');
  await replaceFolder(best, { kept: '1' });
  await rename(best, `${best}.previous`);
  await recoverFolder(best);
  expect(await readFile(join(best, 'kept'), 'utf8')).toBe('1');
  await recoverFolder(best);
  expect(await readdir(best)).toEqual(['kept']);
});
