import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readReplacedFolder, recoverFolder, replaceFolder } from './replaced-folder.ts';

const folder = await mkdtemp(join(tmpdir(), 'keypoint-studio-files-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const namesIn = (place: string): Promise<string[]> => readdir(place);

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

test('a reader has all files of one version, however often they are replaced meanwhile', async () => {
  const best = join(folder, 'busy');
  const version = (number: number) => ({ first: `${number}`, second: `${number}` });
  await replaceFolder(best, version(0));
  const enough = new AbortController();
  const replacements = (async () => {
    for (let number = 1; !enough.signal.aborted; number++) await replaceFolder(best, version(number));
  })();
  const versions = new Set<string>();
  for (let read = 0; read < 300; read++) {
    const files = await readReplacedFolder(best, (place) =>
      Promise.all(['first', 'second'].map((name) => readFile(join(place, name), 'utf8'))),
    );
    expect(files?.[1]).toBe(files?.[0]);
    versions.add(files![0]!);
  }
  enough.abort();
  await replacements;
  expect(versions.size).toBeGreaterThan(1);
});

test('what a crash left between the two renames is read, a folder that was never there is null', async () => {
  const best = join(folder, 'half');
  expect(await readReplacedFolder(best, namesIn)).toBeNull();
  await replaceFolder(best, { kept: '1' });
  await rename(best, `${best}.previous`);
  expect(await readReplacedFolder(best, namesIn)).toEqual(['kept']);
});

test('what a version itself lacks is told', async () => {
  const best = join(folder, 'poor');
  await replaceFolder(best, { kept: '1' });
  await expect(readReplacedFolder(best, (place) => readFile(join(place, 'lacking')))).rejects.toThrow('ENOENT');
});
