import { describe, expect, it } from 'vitest';
import { linesOfRuns, measureWords, rowsOfCurves, runStyles } from './curve-lines.ts';

const run = (id: number) => ({
  id,
  epochs: [1, 2].map((epoch) => ({
    ...{ epoch, trainLoss: id / epoch, validationLoss: (2 * id) / epoch, imagesPerSecond: 1, seconds: 1 },
    // The first epoch of an earlier version knows neither.
    ...(epoch === 2 && { nme: 0.05, learningRate: 1e-3 }),
  })),
});

describe('curves of runs', () => {
  it('alone have a colour each and no sign', () => {
    const lines = linesOfRuns(run(3), [], 'loss');
    expect(lines.map(({ label, colour, mark }) => [label, colour, mark])).toEqual([
      ['train', '--series-1', undefined],
      ['validation', '--series-2', undefined],
    ]);
    expect(lines[1]?.points).toEqual([
      { epoch: 1, value: 6 },
      { epoch: 2, value: 3 },
    ]);
  });

  it('over each other have a colour and a sign for each run, the one that is shown first; six at most', () => {
    const others = [4, 5, 6, 7, 8, 9].map(run);
    const lines = linesOfRuns(run(3), others, 'loss');
    expect(lines).toHaveLength(12);
    const validation = lines.filter(({ mark }) => mark);
    expect(validation.map(({ label }) => label)).toEqual([3, 4, 5, 6, 7, 8].map((id) => `run ${id}`));
    expect(validation.map(({ colour, mark }) => ({ colour, mark }))).toEqual(runStyles);
    expect(
      lines.filter(({ mark }) => !mark).every(({ dash, label }) => dash.length > 0 && label.endsWith('train')),
    ).toBe(true);
    // Whatever is left of each other: no two have both dash and colour.
    expect(new Set(lines.map(({ colour, dash }) => `${colour}${dash.join()}`)).size).toBe(12);
  });

  it('of NME and learning rate leave out epochs that tell none', () => {
    expect(linesOfRuns(run(3), [], 'NME').map(({ points }) => points)).toEqual([[{ epoch: 2, value: 0.05 }]]);
    expect(linesOfRuns(run(3), [run(4)], 'rate').map(({ label }) => label)).toEqual(['run 3', 'run 4']);
  });

  it('are kept as a table of epochs, with what they are beside', () => {
    const short = { ...run(4), epochs: run(4).epochs.slice(0, 1) };
    const floor = { label: 'labeller', colour: '--mute' as const, dash: [], value: 0.5 };
    expect(rowsOfCurves(linesOfRuns(run(3), [short], 'loss'), [floor])).toEqual([
      ['epoch', 'run 3 train', 'run 3', 'run 4 train', 'run 4', 'labeller'],
      [1, 3, 6, 4, 8, 0.5],
      [2, 1.5, 3, null, null, 0.5],
    ]);
  });

  it('are written with their unit', () => {
    expect(measureWords.NME.format(0.04912)).toBe('4.91 %');
    expect(measureWords.rate.format(9.996e-4)).toBe('1e-3');
    expect([measureWords.NME.format(NaN), measureWords.rate.format(undefined)]).toEqual(['—', '—']);
  });
});
