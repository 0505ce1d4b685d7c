import type { Surveyed } from '../../contract/trainer.ts';

/**
 * How sure each landmark's map is: of its probabilities over the cells, the entropy -Σ p ln p (nats, 0 for one cell, ln of their
 * number when all are alike) and the highest.
 *
 * @param shares (K, cells), each row adding up to 1
 */
export function heatmapSpread(shares: Float32Array, cells: number): NonNullable<Surveyed['heatmaps']> {
  const landmarks = shares.length / cells;
  const entropies = new Array<number>(landmarks).fill(0);
  const peaks = new Array<number>(landmarks).fill(0);
  for (let landmark = 0; landmark < landmarks; landmark += 1) {
    let [entropy, peak] = [0, 0];
    for (let cell = landmark * cells; cell < (landmark + 1) * cells; cell += 1) {
      const share = shares[cell] ?? 0;
      if (share > 0) entropy -= share * Math.log(share);
      if (share > peak) peak = share;
    }
    entropies[landmark] = entropy;
    peaks[landmark] = peak;
  }
  return { cells, entropies, peaks };
}
