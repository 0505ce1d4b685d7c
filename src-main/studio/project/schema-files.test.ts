import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LandmarkSchema } from '../../contract/index.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { readSchemaFile, writeSchemaFile } from './schema-files.ts';

const schema: LandmarkSchema = {
  name: 'eyes',
  title: 'Two eyes',
  landmarks: [
    { name: 'left eye', group: 'eyes' },
    { name: 'right eye', group: 'eyes' },
  ],
  groups: [{ name: 'eyes', colour: '#4cc2ff' }],
  contours: [],
  mirrorPairs: [[0, 1]],
  outerEyeCorners: [0, 1],
  template: null,
};

const fileWith = (change: object): string => {
  const file = join(temporaryFolder(), 'eyes.json');
  writeFileSync(file, JSON.stringify({ ...schema, ...change }));
  return file;
};

test('a schema is read as it was written', () => {
  const file = writeSchemaFile(join(temporaryFolder(), 'deep', 'eyes.json'), schema);
  expect(readSchemaFile(file)).toEqual(schema);
});

test.each([
  [
    'names where numbers belong',
    { mirrorPairs: [['left eye', 'right eye']] },
    'named by its number here',
    'mirrorPairs[0][0]',
  ],
  ['a number that is none', { outerEyeCorners: [0, -1] }, 'named by its number here', 'outerEyeCorners[1]'],
  ['a number past the last', { mirrorPairs: [[0, 2]] }, 'landmark index 2 is past the last (1)', ''],
  ['a colour in words', { groups: [{ name: 'eyes', colour: 'red' }] }, 'written as #rrggbb', 'groups[0].colour'],
])('%s: the message says what is wanted, and where', (_, change, wanted, place) => {
  const file = fileWith(change);
  const reading = (): unknown => readSchemaFile(file);
  expect(reading).toThrow(`${file} is no landmark schema`);
  expect(reading).toThrow(wanted);
  expect(reading).toThrow(place);
});

test('a file that is no schema is not written over', () => {
  const file = join(temporaryFolder(), 'notes.json');
  writeFileSync(file, '"notes"');
  expect(() => writeSchemaFile(file, schema)).toThrow('is there and is no landmark schema');
  expect(readFileSync(file, 'utf8')).toBe('"notes"');
});
