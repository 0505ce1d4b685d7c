import { PTS_SHIFT } from './read-pts.ts';

/** Decimals of px; iBUG's own files have six. */
const DECIMALS = 9;

/**
 * Writes one shape as iBUG's 300-W has them, 1-based pixel centres under the standard header, so that menpo and others
 * take it as theirs. `points` are [x, y] px of ours, none missing: the format has no place for that.
 */
export function writePts(points: readonly [number, number][]): string {
  const rows = points.map((point) => point.map((value) => Number((value - PTS_SHIFT).toFixed(DECIMALS))).join(' '));
  return ['version: 1', `n_points: ${points.length}`, '{', ...rows, '}', ''].join('\n');
}
