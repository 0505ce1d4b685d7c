import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { pruneFolder } from './prune-folder.ts';

it('removes what was used longest ago, until the folder is within its bound', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'ab'));
  // Written in another order than they were used.
  for (const age of [3, 1, 5, 2, 4]) {
    const file = join(folder, 'ab', `${age}.jpg`);
    writeFileSync(file, Buffer.alloc(100));
    utimesSync(file, 1000 - age, 1000 - age);
  }
  expect(await pruneFolder(folder, 500)).toBe(500);
  expect(await pruneFolder(folder, 350)).toBe(300);
  expect(readdirSync(join(folder, 'ab'))).toEqual(['1.jpg', '2.jpg', '3.jpg']);
  expect(await pruneFolder(join(folder, 'not there'), 350)).toBe(0);
});
