import { expect, it } from 'vitest';
import { select } from './stages.mjs';

it('runs everything, in order, when nothing is named', () => {
  expect(select([])).toEqual({ chosen: ['typecheck', 'lint', 'format', 'unit', 'e2e'], names: [] });
});

it('runs a stage, the tests of a name, or the tests of a name in a stage', () => {
  expect(select(['e2e'])).toEqual({ chosen: ['e2e'], names: [] });
  expect(select(['journal'])).toEqual({ chosen: ['unit', 'e2e'], names: ['journal'] });
  expect(select(['unit', 'journal'])).toEqual({ chosen: ['unit'], names: ['journal'] });
});
