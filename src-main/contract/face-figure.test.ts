import { expect, it } from 'vitest';
import { faceFigure, figureColumns } from './face-figure.ts';

const schema = { landmarks: [{ group: 'nose' }, { group: 'eyes' }, { group: 'eyes' }] };
const learned = [
  { index: 2, name: 'right eye' },
  { index: 0, name: 'tip' },
  { index: 1, name: 'left eye' },
];

it('takes the columns of a group or of one landmark, in the order that the run learned them', () => {
  expect(figureColumns({ of: 'mean' }, learned, schema)).toEqual([0, 1, 2]);
  expect(figureColumns({ of: 'group', name: 'eyes' }, learned, schema)).toEqual([0, 2]);
  expect(figureColumns({ of: 'landmark', name: 'tip' }, learned, schema)).toEqual([1]);
  expect(figureColumns({ of: 'landmark', name: 'chin' }, learned, schema)).toEqual([]);
});

it('makes mean, largest and 95th percentile of those that count', () => {
  // Another face's errors stand before.
  const errors = [99, 99, 99, 4, NaN, 2];
  expect(faceFigure(errors, 3, [0, 1, 2], 'mean')).toBe(3);
  expect(faceFigure(errors, 3, [0, 1, 2], 'worst landmark')).toBe(4);
  expect(faceFigure(errors, 3, [0, 1, 2], 'p95')).toBeCloseTo(3.9, 12);
  expect(faceFigure(errors, 3, [2], 'landmark')).toBe(2);
  expect(faceFigure(errors, 3, [1], 'landmark')).toBeNaN();
  expect(faceFigure(errors, 3, [], 'group')).toBeNaN();
});
