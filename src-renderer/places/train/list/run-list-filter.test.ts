import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-main/contract/index.ts';
import { filterRuns, type RunOrder, type StatusChoice } from './run-list-filter.ts';

const run = (id: number, recipeName: string, change: Partial<RunSummary> = {}): RunSummary =>
  ({
    ...{ id, recipeName, status: 'finished', note: '', seed: 1, recipe: { title: '' } },
    ...{ bestValidationLoss: null, bestNme: null },
    ...change,
  }) as RunSummary;

const runs = [
  run(12, 'heatmap-small', { note: 'after corrections', bestValidationLoss: 2e-4, bestNme: 0.05 }),
  run(4, 'nose-cnn', { status: 'running', bestValidationLoss: 1e-4 }),
  run(2, 'face58-cnn', { bestValidationLoss: NaN, status: 'failed', note: 'as run 12' }),
  run(1, 'heatmap-small', { bestValidationLoss: 9e-4, bestNme: 0.04, status: 'queued' }),
];
const found = (text: string, status: StatusChoice = 'all', order: RunOrder = 'newest') =>
  filterRuns(runs, { text, status, order }).map(({ id }) => id);

describe('the run list', () => {
  it('finds runs by all words of recipe and note, and by number', () => {
    expect(found('')).toEqual([12, 4, 2, 1]);
    expect(found('HEATMAP corr')).toEqual([12]);
    // Run 2's note has a 1 in it; run 12 is another.
    expect(found('1')).toEqual([2, 1]);
    expect(found('12')).toEqual([12, 2]);
    expect(found('58')).toEqual([2]);
    expect(found('nothing like it')).toEqual([]);
  });

  it('narrows to a state', () => {
    expect(found('', 'failed')).toEqual([2]);
    expect(found('', 'under way')).toEqual([4, 1]);
  });

  it('is sorted by a figure, lowest first, runs without one last and newest first', () => {
    expect(found('', 'all', 'validation loss')).toEqual([4, 12, 1, 2]);
    expect(found('', 'all', 'NME')).toEqual([1, 12, 4, 2]);
    expect(found('', 'all', 'name')).toEqual([2, 12, 1, 4]);
  });
});
