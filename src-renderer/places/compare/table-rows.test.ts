import { describe, expect, it } from 'vitest';
import type { DetailedMeasures, MeasuredRuns, RunMeasures, RunSummary } from '../../../src-main/contract/index.ts';
import { bestOf, tableColumns, tableNotes, tableRows } from './table-rows.ts';

const measures = (mse: number, px: number, auc = 0.5, landmarks = 2): DetailedMeasures => ({
  faces: 10,
  points: 10 * landmarks,
  mse,
  rmse: Math.sqrt(mse),
  meanErrorPx: px,
  medianErrorPx: px,
  p95ErrorPx: px,
  rmseXPx: px,
  rmseYPx: px,
  normalised: {
    'inter-ocular': {
      faces: 10,
      facesWithoutSize: 0,
      nme: px / 100,
      auc: { '0.08': auc, '0.10': auc },
      failureRate: { '0.08': 0.1, '0.10': 0.1 },
      ced: null,
    },
    'inter-pupil': null,
    box: null,
  },
  pck: null,
  oks: null,
});
const mean = measures(5e-3, 50, 0);
const run = (runId: number, own: DetailedMeasures | null, more: Partial<RunMeasures> = {}): RunMeasures => ({
  runId,
  recipeName: 'small',
  images: 10,
  landmarks: 2,
  sigmas: '',
  agreement: null,
  excluded: [],
  run: own,
  baseline: mean,
  floor: null,
  by: {},
  ...more,
});
const measured = (...runs: RunMeasures[]): MeasuredRuns => ({
  on: 'validation',
  visibleOnly: false,
  runs,
  refused: [],
});
const summary = (id: number, more: object = {}): RunSummary =>
  ({
    id,
    seed: 1,
    note: '',
    trainedSeconds: 60 * id,
    snapshot: { changedSincePrevious: id === 2 ? { landmarks: 7 } : null },
    recipe: { landmarks: 'all', input: { width: 8, height: 8, crop: 'whole image', margin: 0.2 } },
    ...more,
  }) as unknown as RunSummary;
const summaries = [summary(1), summary(2), summary(3)];

const bestRows = (rows: ReturnType<typeof tableRows>, title: string): string[] => {
  const column = tableColumns(rows, 'inter-ocular').find((each) => each.title === title)!;
  return rows.filter((_, place) => column.best[place]).map(({ key }) => key);
};

describe('table of runs', () => {
  const three = measured(run(1, measures(1.5e-3, 15)), run(2, measures(1e-2, 10)), run(3, measures(2e-3, 20, 0.9)));

  it('has the runs in the order they were chosen, then one mean shape for all', () => {
    const rows = tableRows(three, [2, 1, 3], summaries);
    expect(rows.map(({ key, place }) => [key, place])).toEqual([
      ['run 2', 0],
      ['run 1', 1],
      ['run 3', 2],
      ['mean A', null],
    ]);
    expect(rows.map(({ beats }) => beats)).toEqual([false, true, true, null]);
    const textsOf = (title: string) => tableColumns(rows, 'inter-ocular').find((each) => each.title === title)!.texts;
    expect(textsOf('MSE')).toEqual(['1.00e-2', '1.50e-3', '2.00e-3', '5.00e-3']);
    expect(textsOf('Time')).toEqual(['2:00', '1:00', '3:00', '—']);
    expect(textsOf('Labels changed')).toEqual(['7', '0', '0', '—']);
    expect(textsOf('NME')).toEqual(['10.0 %', '15.0 %', '20.0 %', '50.0 %']);
  });

  it('stars the best of each column, which is the most of the area under the curve', () => {
    const rows = tableRows(three, [1, 2, 3], summaries);
    expect(bestRows(rows, 'MSE')).toEqual(['run 1']);
    expect(bestRows(rows, 'Median px')).toEqual(['run 2']);
    expect(bestRows(rows, 'AUC @0.10')).toEqual(['run 3']);
    expect(bestRows(rows, 'Labels changed')).toEqual([]);
    expect(bestRows(tableRows(measured(run(2, measures(1e-2, 60))), [2], summaries), 'MSE')).toEqual(['mean A']);
  });

  it('shows the labeller’s own error once for all runs, and never stars it', () => {
    const floor = measures(1e-6, 1);
    const rows = tableRows(
      measured(run(1, measures(1.5e-3, 15), { floor }), run(2, measures(1e-3, 10), { floor })),
      [1, 2],
      summaries,
    );
    expect(rows.filter(({ kind }) => kind === 'floor').map(({ title }) => title)).toEqual(['Labeller, twice']);
    expect(bestRows(rows, 'MSE')).toEqual(['run 2']);
  });

  it('stars px but no fractions between a run on whole images and one on crops', () => {
    const crops = summary(2, {
      recipe: { landmarks: 'all', input: { width: 8, height: 8, crop: 'box', margin: 0.2 } },
    });
    const rows = tableRows(three, [1, 2], [summaries[0]!, crops]);
    expect([bestRows(rows, 'MSE'), bestRows(rows, 'Mean px')]).toEqual([[], ['run 2']]);
    expect(tableNotes(three, [1, 2], rows).join()).toContain('see different parts of the images');
  });

  it('stars nothing between runs that learn different landmarks, and has a mean shape for each', () => {
    const other = run(2, measures(1e-3, 10, 0.5, 1), { baseline: measures(4e-3, 40, 0, 1) });
    const rows = tableRows(measured(run(1, measures(1.5e-3, 15)), other), [1, 2], summaries);
    expect(bestRows(rows, 'Mean px')).toEqual([]);
    expect(rows.filter(({ kind }) => kind === 'mean').map(({ title }) => title)).toEqual([
      'Mean shape for A',
      'Mean shape for B',
    ]);
  });

  it('says what is not counted and who is not measured', () => {
    const left = [{ reason: 'rejected', count: 3 }];
    const some = {
      ...measured(
        run(1, measures(1e-3, 9), { excluded: left }),
        run(2, measures(1e-3, 9), { excluded: [...left, { reason: 'landmarks marked absent', count: 2 }] }),
      ),
      refused: [{ runId: 3, reason: 'its nose is gone.' }],
    };
    const notes = tableNotes(some, [1, 2, 3], tableRows(some, [1, 2, 3], summaries));
    expect(notes).toContain('Not counted: 3 rejected; 2 landmarks marked absent (B).');
    expect(notes).toContain('C is not measured: its nose is gone.');
  });
});

it('marks the best of a column, ties too, and nothing that stands alone', () => {
  expect(bestOf([3, 1, 2], false)).toEqual([false, true, false]);
  expect(bestOf([3, 1, 2], true)).toEqual([true, false, false]);
  expect(bestOf([1, 1, null], false)).toEqual([true, true, false]);
  expect(bestOf([1, null, Number.NaN], false)).toEqual([false, false, false]);
});
