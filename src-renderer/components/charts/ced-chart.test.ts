import { describe, expect, it } from 'vitest';
import { cedPath, lastError, shareUpTo } from './ced-chart.ts';

describe('cumulative error distribution', () => {
  // 100 px for an error of 0.1 to the right, 100 px for all faces downwards from 0.
  const place = (error: number, share: number) => [error * 1000, 100 - share * 100] as const;

  it('steps up by one face at its error and stays level to the end of the axis', () => {
    expect(cedPath([0.02, 0.05, 0.05, 0.3], 0.1, place)).toBe('M0.0 100.0H20.0V75.0H50.0V50.0V25.0H100.0');
  });

  it('is a line along the bottom where every face is further off', () => {
    expect(cedPath([0.2, 0.3], 0.1, place)).toBe('M0.0 100.0H100.0');
  });

  it('tells the share of faces up to an error, the error itself included', () => {
    expect([0.01, 0.02, 0.04, 0.3].map((limit) => shareUpTo([0.02, 0.04, 0.06, 0.2], limit))).toEqual([
      0, 0.25, 0.5, 1,
    ]);
  });

  it('goes to a tenth, and further where half of no run’s faces would be drawn', () => {
    expect(lastError([[0.01, 0.09, 0.4]])).toBe(0.1);
    expect(
      lastError([
        [0.3, 0.4],
        [0.15, 0.18, 0.5],
      ]),
    ).toBe(0.2);
    expect(lastError([[0.3, 0.4]])).toBe(0.5);
    expect(lastError([[2, 3]])).toBe(1);
  });
});
