import { describe, expect, it } from 'vitest';
import type { LandmarkOrigin } from '../../../../src-main/contract/index.ts';
import { markOf, originGroups, tipForOrigin, wordsForOrigin } from './origin-words.ts';

const step = {
  id: 1,
  label: 'Moved nose 6 by 8.4 px',
  at: '2026-03-12T10:00:00.000Z',
  by: 'anna',
  imageId: 1,
  images: 1,
  undone: false,
};
const from = (kind: LandmarkOrigin['kind'], source: string, correctedPx: number | null): LandmarkOrigin => ({
  kind,
  source,
  correctedPx,
  step,
});

describe('where a landmark comes from in words', () => {
  it.each([
    [from('import', 'a.asf', 0), 'import', 'Imported from a.asf'],
    [from('person', 'anna', null), 'person', 'Placed by anna'],
    [from('person', 'anna', 8.4), 'person', 'Placed by anna, 8.4 px from the import'],
    [from('run', 'run 3', 0.0001), 'run', 'Accepted from run 3'],
    [from('run', 'run 3', 0.26), 'corrected', 'From run 3, corrected by 0.26 px'],
  ])('%j', (origin, mark, words) => {
    expect(markOf(origin)).toBe(mark);
    expect(wordsForOrigin(origin)).toBe(words);
  });

  it('has the step that did it in the tip', () => {
    expect(tipForOrigin(from('person', 'anna', null))).toContain('“Moved nose 6 by 8.4 px”');
    expect(tipForOrigin({ ...from('import', 'a.asf', 0), step: null })).toBe('Imported from a.asf');
  });
});

it('a face is told in groups, the largest first, corrections by their range', () => {
  const later = { ...from('run', 'run 3', 4), step: { ...step, at: '2026-03-13T10:00:00.000Z' } };
  const origins = [
    from('run', 'run 3', 1.25),
    null,
    later,
    from('run', 'run 3', 0),
    ...[1, 2, 3].map(() => from('import', 'a.asf', 0)),
  ];
  const visible = origins.map(() => ({ visibility: 'visible' as const }));
  expect(originGroups(origins, visible)).toEqual([
    { mark: 'import', words: 'imported from a.asf', count: 3, at: step.at },
    { mark: 'corrected', words: 'from run 3, corrected by 1.3 to 4.0 px', count: 2, at: later.step.at },
    { mark: 'run', words: 'accepted from run 3', count: 1, at: step.at },
  ]);
});

it('what has no place nobody has placed', () => {
  const origins = [1, 2, 3].map(() => from('person', 'anna', null));
  const landmarks = (['visible', 'absent', 'occluded'] as const).map((visibility) => ({ visibility }));
  expect(originGroups(origins, landmarks).map(({ count, words }) => `${count} ${words}`)).toEqual(['2 placed by anna']);
});
