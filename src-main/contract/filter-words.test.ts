import { expect, it } from 'vitest';
import { filterWords } from './filter-words.ts';
import { usualFlagNames } from './image-marks.ts';
import { imageFilterSchema } from './images.ts';

const words = (filter: unknown): string => filterWords(imageFilterSchema.parse(filter), usualFlagNames);

it('says of every part of a filter what it leaves', () => {
  expect(words({})).toBe('');
  expect(words({ flags: [] })).toBe('');
  expect(words({ text: '33-', group: '33', status: 'done' })).toBe(
    'with “33-” in name, group or note; of 33; in status done',
  );
  expect(words({ split: 'none', flags: [0], hasNote: false })).toBe(
    `in neither part of the split; flagged “${usualFlagNames[0]}”; without a note`,
  );
  expect(words({ faces: { least: 2 }, labelled: 'partly', occluded: true })).toBe(
    'with 2 or more faces; with some landmarks placed; with occluded landmarks',
  );
  for (const [faces, said] of [
    [{ least: 0, most: 0 }, 'no face'],
    [{ least: 1, most: 1 }, 'one face'],
    [{ least: 1, most: 3 }, '1 to 3 faces'],
  ] as const)
    expect(words({ faces })).toBe(`with ${said}`);
  expect(words({ verdict: { kind: 'label wrong', corrected: false } })).toBe(
    'with the verdict “label wrong”, the label as it was',
  );
});
