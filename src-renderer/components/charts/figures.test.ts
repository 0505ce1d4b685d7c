import { describe, expect, it } from 'vitest';
import {
  againstMeanShape,
  formatCompact,
  formatCount,
  formatDelta,
  formatLoss,
  formatPercent,
  formatPx,
  formatRate,
} from './figures.ts';

describe('figures', () => {
  it('writes losses with an exponent and says when there is none', () => {
    expect(formatLoss(0.0106)).toBe('1.06e-2');
    expect(formatLoss(0.000116)).toBe('1.16e-4');
    expect(formatLoss(0.0106378, 4)).toBe('1.0638e-2');
    expect(formatLoss(null)).toBe('—');
    expect(formatLoss(Number.NaN)).toBe('not a number');
    expect(formatLoss(Number.POSITIVE_INFINITY)).toBe('not a number');
    expect(formatLoss(0)).toBe('0');
    expect(formatLoss(0.225)).toBe('2.25e-1');
    expect(formatLoss(2.7749)).toBe('2.77');
    expect(formatLoss(123456)).toBe('1.23e5');
  });

  it('writes px with three figures', () => {
    expect(formatPx(4.832)).toBe('4.83');
    expect(formatPx(24.04)).toBe('24.0');
    expect(formatPx(312.4)).toBe('312');
    expect(formatPx(null)).toBe('—');
    expect([4.832, -0.351, -0.001, 312.4, Number.NaN].map(formatDelta)).toEqual([
      '+4.83',
      '−0.35',
      '0.00',
      '+312',
      '—',
    ]);
  });

  it('writes counts, percents and rates', () => {
    expect(formatCount(187354)).toBe('187,354');
    expect([0, 4_321, 5_123_456, 1_814_000_000].map(formatCompact)).toEqual(['', '4.32K', '5.12M', '1.81B']);
    expect(formatPercent(0.0488)).toBe('4.9 %');
    expect(formatRate(0.001)).toBe('1e-3');
    expect(formatRate(0.00025)).toBe('2.5e-4');
    expect(formatRate(1)).toBe('1');
  });

  it('says plainly whether a run has beaten the mean shape', () => {
    expect(againstMeanShape(0.0015, 0.005)).toEqual({ ratio: '0.30 ×', beaten: true, words: 'of its 5.00e-3' });
    expect(againstMeanShape(0.0106, 0.0051)).toEqual({
      ratio: '2.08 ×',
      beaten: false,
      words: 'has not beaten the mean shape',
    });
    expect(againstMeanShape(0.005, 0.005)?.beaten).toBe(false);
    expect(againstMeanShape(Number.NaN, 0.005)?.beaten).toBe(false);
    expect(againstMeanShape(null, 0.005)).toBeNull();
  });
});
