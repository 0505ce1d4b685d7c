import { expect, it } from 'vitest';
import { isNewEnough, studioNode } from './node.mjs';

it('compares versions by number, not by letter', () => {
  expect(isNewEnough('v24.1.0', '22.18.0')).toBe(true);
  expect(isNewEnough('22.18.0', '22.18.0')).toBe(true);
  expect(isNewEnough('22.9.0', '22.18.0')).toBe(false);
  expect(isNewEnough('20.20.2', '22.18.0')).toBe(false);
  expect(isNewEnough('9.99.99', '22.18.0')).toBe(false);
});

it('names the running Node where it is new enough', () => {
  expect(studioNode()).toBe(process.execPath);
});
