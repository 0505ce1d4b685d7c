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
  const measured = means.reduce((count, mean) => count + (Number.isNaN(mean) ? 0 : 1), 0);
  const errors = means.map((mean, row) => mean / (sizes[row] ?? NaN)).filter((error) => !Number.isNaN(error));
  if (errors.length === 0) return null;
  const share = (value: (error: number) => number): number =>
    errors.reduce((sum, error) => sum + value(error), 0) / errors.length;
  const auc = (limit: number): number => share((error) => Math.max(0, limit - error)) / limit;
  const failureRate = (limit: number): number => share((error) => (error > limit ? 1 : 0));
  return {
    faces: errors.length,
    facesWithoutSize: measured - errors.length,
    nme: share((error) => error),
    auc: { '0.08': auc(0.08), '0.10': auc(0.1) },
    failureRate: { '0.08': failureRate(0.08), '0.10': failureRate(0.1) },
    ced: ced ? [...errors.sort()] : null,
  };
}
