import { expect, it } from 'vitest';
import { compareNaturally, naturalKey } from './natural-order.ts';

it('sorts as people count', () => {
  const names = ['face 10', 'Face 2', 'face 1', 'face', '10-1m', '9-1m', '01-2m', '01-1m', 'é1', 'face 2b'];
  expect(names.sort(compareNaturally)).toEqual([
    '01-1m',
    '01-2m',
    '9-1m',
    '10-1m',
    'face',
    'face 1',
    'Face 2',
    'face 2b',
    'face 10',
    'é1',
  ]);
});

it('always gives the same order to names that count the same', () => {
  expect(naturalKey('007')).toBe(naturalKey('7'));
  expect(['7', '007', '07'].sort(compareNaturally)).toEqual(['007', '07', '7']);
});

it('sorts numbers longer than a double holds', () => {
  const names = ['20231124093015000000002', '20231124093015000000001', '9', '0'];
  expect(names.sort(compareNaturally)).toEqual(['0', '9', '20231124093015000000001', '20231124093015000000002']);
});
