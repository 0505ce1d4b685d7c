import { expect, it } from 'vitest';
import { duration, size } from './say.mjs';

it('writes sizes in decimal units', () => {
  expect([500, 98_768, 274_000_871, 5_200_000_000].map(size)).toEqual(['1 kB', '99 kB', '274 MB', '5.2 GB']);
});

it('writes durations in seconds, then minutes', () => {
  expect([400, 59_000, 75_300].map(duration)).toEqual(['0 s', '59 s', '1 min 15 s']);
});
