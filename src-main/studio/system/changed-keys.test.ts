import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { changeKeys, readChangedKeys } from './changed-keys.ts';

it('keeps what a person changed, and forgets what goes back to how it comes', async () => {
  const folder = join(temporaryFolder(), 'user');
  expect(readChangedKeys(folder)).toEqual({});
  await changeKeys(folder, { undo: ['F4'], snap: [] });
  expect(readChangedKeys(folder)).toEqual({ undo: ['F4'], snap: [] });
  expect(await changeKeys(folder, { undo: null, pan: ['H'] })).toEqual({ snap: [], pan: ['H'] });
  expect(readChangedKeys(folder)).toEqual({ snap: [], pan: ['H'] });
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

it('loses neither of two changes that come at once', async () => {
  const folder = temporaryFolder();
  await Promise.all([changeKeys(folder, { undo: ['F4'] }), changeKeys(folder, { redo: ['F6'] })]);
  expect(readChangedKeys(folder)).toEqual({ undo: ['F4'], redo: ['F6'] });
});

it('a damaged file is named and left as it is', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'keys.json');
  writeFileSync(file, '{"undo": "F4"}');
  expect(() => readChangedKeys(folder)).toThrow(file);
  await expect(changeKeys(folder, { snap: [] })).rejects.toThrow('damaged');
  expect(readFileSync(file, 'utf8')).toBe('{"undo": "F4"}');
});

it('a folder that cannot be written is told', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'keys.json'));
  expect(() => readChangedKeys(folder)).toThrow('cannot be read');
  writeFileSync(join(folder, 'file'), '');
  await expect(changeKeys(join(folder, 'file'), { snap: [] })).rejects.toThrow(/cannot be (kept|read)/);
});
