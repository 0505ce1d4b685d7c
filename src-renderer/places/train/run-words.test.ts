import { expect, it } from 'vitest';
import type { RunSummary } from '../../../src-main/contract/index.ts';
import { troubleOf } from './run-words.ts';

const run = (change: Partial<RunSummary>): RunSummary =>
  ({
    status: 'finished',
    epochsDone: 4,
    bestEpoch: 3,
    resumable: true,
    recipe: { epochs: 9 },
    ...change,
  }) as RunSummary;

it('says of a run that did not come to its end what is kept and what to do', () => {
  expect(troubleOf(run({}))).toBeNull();
  expect(troubleOf(run({ status: 'running' }))).toBeNull();
  expect(troubleOf(run({ status: 'stopped', epochsDone: 9 }))).toBeNull();
  expect(troubleOf(run({ status: 'stopped' }))).toBe(
    'It was stopped after epoch 4 of 9. Its best epoch, 3, is kept and can be compared. Resume goes on where it was.',
  );
  const none = { epochsDone: 0, bestEpoch: null, resumable: false };
  expect(troubleOf(run({ status: 'cancelled', ...none }))).toBe(
    'It was cancelled before its first epoch. Run it again to train it from the start.',
  );
  expect(troubleOf(run({ status: 'interrupted' }))).toContain('to the same losses');
  expect(troubleOf(run({ status: 'interrupted', ...none }))).toContain('Run it again');
  expect(troubleOf(run({ status: 'failed', ...none }))).toContain('The log');
});
