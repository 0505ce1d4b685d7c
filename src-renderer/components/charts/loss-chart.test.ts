import { describe, expect, it } from 'vitest';
import { chartTable, formatTick, levelsOf, lossRange, lossTicks, spreadLabels, type CurveLine } from './loss-chart.ts';

const lineOf = (points: [epoch: number, value: number][]): CurveLine => ({
  ...{ label: '', colour: '--ink', dash: [] },
  points: points.map(([epoch, value]) => ({ epoch, value })),
});

describe('chart table', () => {
  it('puts curves of different length on one epoch axis', () => {
    const short = lineOf([
      [1, 4],
      [2, 3],
    ]);
    const late = lineOf([
      [2, 9],
      [3, 7],
    ]);
    expect(chartTable([short, late], true)).toEqual([
      [1, 2, 3],
      [4, 3, null],
      [null, 9, 7],
    ]);
  });

  it('leaves a gap for values that cannot be drawn', () => {
    const lines = [
      lineOf([
        [1, Number.NaN],
        [2, Number.POSITIVE_INFINITY],
      ]),
      lineOf([
        [1, 0],
        [2, 1],
      ]),
    ];
    expect(chartTable(lines, true).slice(1)).toEqual([
      [null, null],
      [null, 1],
    ]);
    expect(chartTable(lines, false)[2]).toEqual([0, 1]);
  });
});

it('has a level for what is known of the mean shape and the labeller', () => {
  expect(levelsOf(0.005, null).map(({ label, value }) => [label, value])).toEqual([['mean shape', 0.005]]);
  expect(levelsOf(null, 0).map(({ label, value }) => [label, value])).toEqual([['labeller', 0]]);
});

describe('loss axis', () => {
  it('keeps all losses and the baseline inside', () => {
    const [least, most] = lossRange([4e-3, 1e-4, 5e-3], true);
    expect(least).toBeLessThan(1e-4);
    expect(most).toBeGreaterThan(5e-3);
    expect(lossRange([4e-3, Number.NaN], false)[0]).toBe(0);
  });

  it('does not blow noise up to the whole chart', () => {
    const [least, most] = lossRange([5.1e-3, 5.2e-3], true);
    expect(most / least).toBeGreaterThan(1.9);
  });

  it('marks round numbers within the range, four at least', () => {
    for (const [least, most] of [
      [4e-3, 9e-3],
      [9e-5, 6e-3],
      [1e-5, 1e2],
    ] as const) {
      const ticks = lossTicks(least, most, true);
      expect(ticks.length).toBeGreaterThanOrEqual(4);
      expect(ticks.length).toBeLessThanOrEqual(10);
      expect(ticks.every((tick) => tick >= least && tick <= most)).toBe(true);
    }
    expect(lossTicks(0, 6e-3, false).map(formatTick)).toEqual(['0', '2e-3', '4e-3', '6e-3']);
  });
});

describe('ticks', () => {
  it('are written short on either side of one', () => {
    expect([0, 2.5e-3, 0.1, 1, 20, 1e4].map(formatTick)).toEqual(['0', '2.5e-3', '1e-1', '1', '20', '1e4']);
  });
});

describe('labels at the end of the curves', () => {
  it('pushes apart what would overlap, in order, and stays inside', () => {
    expect(spreadLabels([50, 10, 52], 14, 200)).toEqual([50, 10, 64]);
    expect(spreadLabels([198, 199, 200], 14, 200)).toEqual([172, 186, 200]);
  });
});
