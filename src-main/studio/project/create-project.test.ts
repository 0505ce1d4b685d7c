import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openForTest, smallSchema, temporaryFolder } from '../testing/temporary-project.ts';
import { createProjectFolder } from './create-project.ts';

it('makes a project that opens, in a new folder or an empty one', () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, 'empty'));
  for (const folder of [join(parent, 'deep', 'new.kps'), join(parent, 'empty')]) {
    createProjectFolder(folder, 'Faces', smallSchema);
    const store = openForTest(folder);
    expect(store.schema()).toEqual(smallSchema);
    expect(store.summary()).toEqual({
      path: folder,
      place: { kind: 'there' },
      createdAt: expect.stringMatching(/^\d{4}-/) as string,
      name: 'Faces',
      agreement: null,
      flagNames: ['Look again', 'Question', 'Good example', '', '', '', '', ''],
      readOnly: false,
      schemaName: 'small',
      landmarkCount: 3,
      images: 0,
      labelledImages: 0,
      groups: 0,
      split: { train: 0, validation: 0, none: 0 },
      runs: 0,
    });
  }
});

it('refuses a folder that holds something, or a file, and leaves it alone', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  expect(() => createProjectFolder(folder, 'Faces', smallSchema)).toThrow(`${folder} is not empty`);
  expect(() => createProjectFolder(join(folder, 'mine.txt'), 'Faces', smallSchema)).toThrow(/cannot be made/);
  expect(readdirSync(folder)).toEqual(['mine.txt']);
});
