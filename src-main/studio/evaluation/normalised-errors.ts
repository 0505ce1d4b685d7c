import type { NormalisedMeasures } from '../../contract/index.ts';

/**
 * Errors of faces over their sizes, as HRNet, STAR and PIPNet define them. With e_i the mean distance of face i over its size:
 * - `nme`: mean of e_i over the faces that have both, never pooled over landmarks;
 * - `failureRate` at t: share of faces with e_i > t, which is 1 - CED(t);
 * - `auc` at t: (1/t) ∫₀ᵗ CED(e) de in its exact form, (1/(N·t)) Σ max(0, t - e_i). (The reference code adds up Simpson's rule
 *   on a grid of 1e-4, which is a step function's integral to about as much over the faces.)
 *
 * @param means each face's mean distance, px; NaN where it has no landmark to measure
 * @param sizes px; NaN where there is nothing to divide by
 * @returns null when no face has both
 */
export function normalisedErrors(means: Float64Array, sizes: Float64Array, ced: boolean): NormalisedMeasures | null {
  const errors = new Float64Array(means.length);
  let [measured, faces, total] = [0, 0, 0];
  const below = { '0.08': 0, '0.10': 0 };
  const above = { '0.08': 0, '0.10': 0 };
  for (let row = 0; row < means.length; row++) {
    const mean = means[row] ?? NaN;
    if (Number.isNaN(mean)) continue;
    measured++;
    const error = mean / (sizes[row] ?? NaN);
    if (Number.isNaN(error)) continue;
    errors[faces++] = error;
    total += error;
    for (const [name, limit] of limits)
      if (error > limit) above[name]++;
      else below[name] += limit - error;
  }
  if (faces === 0) return null;
  return {
    faces,
    facesWithoutSize: measured - faces,
    nme: total / faces,
    auc: { '0.08': below['0.08'] / faces / 0.08, '0.10': below['0.10'] / faces / 0.1 },
    failureRate: { '0.08': above['0.08'] / faces, '0.10': above['0.10'] / faces },
    ced: ced ? [...errors.subarray(0, faces).sort()] : null,
  };
}

const limits = [
  ['0.08', 0.08],
  ['0.10', 0.1],
] as const;
