import { formatLoss, formatPx } from '../../../src-main/contract/figures.ts';

/* How numbers are written: one way everywhere, in tabular figures, with the unit said beside them. */

export { formatCompact, formatCount, formatLoss, formatPercent, formatPx } from '../../../src-main/contract/figures.ts';

/** A difference of two lengths in px, with its sign: `+4.83`, `−0.35`, `0.00`. */
export function formatDelta(length: number | null | undefined): string {
  if (length === null || length === undefined || !Number.isFinite(length)) return '—';
  const text = formatPx(Math.abs(length));
  return Number(text) === 0 ? text : `${length < 0 ? '−' : '+'}${text}`;
}

/** A learning rate as people type it: `1e-3` below one, plain above. */
export function formatRate(rate: number): string {
  return rate > 0 && rate < 1 ? rate.toExponential() : String(rate);
}

/** Hours and minutes of a moment in this machine's time: `14:03`. */
export function formatClock(moment: Date): string {
  return moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/**
 * A validation loss beside the mean shape's, both MSE on x/W and y/H.
 * `ratio` below one means the network knows more than the mean training shape.
 */
export function againstMeanShape(
  loss: number | null,
  baseline: number | null,
): { ratio: string; beaten: boolean; words: string } | null {
  if (loss === null || baseline === null || !(baseline > 0)) return null;
  if (!Number.isFinite(loss)) return { ratio: '—', beaten: false, words: 'the loss is not a number' };
  const ratio = loss / baseline;
  const beaten = ratio < 1;
  return {
    ratio: `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)} ×`,
    beaten,
    words: beaten ? `of its ${formatLoss(baseline)}` : 'has not beaten the mean shape',
  };
}
