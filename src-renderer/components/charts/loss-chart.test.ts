import { describe, expect, it } from 'vitest';
import { chartTable, formatTick, linesOfRun, lossRange, lossTicks, spreadLabels } from './loss-chart.ts';

const epoch = (number: number, trainLoss: number, validationLoss: number) => ({
  epoch: number,
  trainLoss,
  validationLoss,
  imagesPerSecond: 100,
  seconds: 1,
});

describe('chart table', () => {
  it('puts two runs of different length on one epoch axis', () => {
    const lines = [
      ...linesOfRun([epoch(1, 4, 5), epoch(2, 3, 4)]),
      ...linesOfRun([epoch(2, 9, 8), epoch(3, 7, 6)], { runId: 4 }),
    ];
    expect(chartTable(lines, true)).toEqual([
      [1, 2, 3],
      [4, 3, null],
      [5, 4, null],
      [null, 9, 7],
      [null, 8, 6],
    ]);
    expect(lines.map((line) => line.label)).toEqual(['train', 'validation', 'run 4 train', 'run 4 validation']);
  });

  it('leaves a gap for losses that cannot be drawn', () => {
    const lines = linesOfRun([epoch(1, Number.NaN, 0), epoch(2, Number.POSITIVE_INFINITY, 1)]);
    expect(chartTable(lines, true).slice(1)).toEqual([
      [null, null],
      [null, 1],
    ]);
    expect(chartTable(lines, false)[2]).toEqual([0, 1]);
  });
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
