import { expect, test } from 'vitest';
import { heatmapSpread } from './heatmap-spread.ts';

test('entropy and peak as reckoned by hand', () => {
  const shares = Float32Array.of(1, 0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0);
  const { cells, entropies, peaks } = heatmapSpread(shares, 4);
  expect(cells).toBe(4);
  // One cell; all alike, ln 4; a half and two quarters, 3/2 ln 2.
  for (const [landmark, entropy] of [0, Math.log(4), 1.5 * Math.log(2)].entries())
    expect(entropies[landmark]).toBeCloseTo(entropy, 12);
  expect(peaks).toEqual([1, 0.25, 0.5]);
});
