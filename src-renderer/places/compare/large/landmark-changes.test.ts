import { expect, it } from 'vitest';
import type { ComparedItem, RunComparison } from '../../../stores/compared-run.ts';
import { arrowPaths, drawnChanges, landmarkPairs } from './landmark-changes.ts';

const runOf = (runId: number, indices: number[]): RunComparison => ({
  runId,
  landmarks: indices.map((index) => ({ index, name: `landmark ${index}` })),
  items: [],
});
const itemOf = (errors: number[]): ComparedItem => ({ errors: Float32Array.from(errors) }) as ComparedItem;

it('sets A’s errors beside B’s by landmark, whatever order each learned them in', () => {
  const pairs = landmarkPairs(runOf(1, [7, 8, 9]), itemOf([6, 1, NaN]), runOf(2, [9, 7]), itemOf([3, 2]));
  expect(pairs.map(({ placeOfB, error, other, delta }) => [placeOfB, error, other, delta])).toEqual([
    [1, 6, 2, 4],
    [null, 1, null, null],
    [0, null, 3, null],
  ]);
  const ofA = [{ x: 10, y: 0 }, { x: 0, y: 0 }, null];
  const ofB = [
    { x: 1, y: 1 },
    { x: 4, y: 0 },
  ];
  expect(drawnChanges(pairs, ofA, ofB)).toEqual([
    { place: 0, from: { x: 4, y: 0 }, to: { x: 10, y: 0 }, isBetter: false },
  ]);
});

it('draws nothing of a landmark that is where it was', () => {
  const pairs = landmarkPairs(runOf(1, [7]), itemOf([2]), runOf(2, [7]), itemOf([2.1]));
  expect(drawnChanges(pairs, [{ x: 1, y: 1 }], [{ x: 1, y: 1.1 }])).toEqual([]);
});

it('draws an arrow whose head is at A’s place', () => {
  const { shaft, head } = arrowPaths({ place: 0, from: { x: 0, y: 0 }, to: { x: 10, y: 0 }, isBetter: true }, 2);
  expect(shaft).toBe('M0.00 0.00L10.00 0.00');
  expect(head).toMatch(/^M10\.00 0\.00L8\.24 0\.94L8\.24 -0\.94Z$/);
});
