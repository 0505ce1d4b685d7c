/** How numbers are written: one way everywhere, in tabular figures, with the unit said beside them. */

/** A loss as the literature writes it, `1.06e-2`, from one to a thousand plain, `2.77`; `—` when there is none, `not a number` when training blew up. */
export function formatLoss(loss: number | null | undefined, digits = 2): string {
  if (loss === null || loss === undefined) return '—';
  if (!Number.isFinite(loss)) return 'not a number';
  if (loss === 0) return '0';
  if (loss >= 1 && loss < 1000) return loss.toPrecision(digits + 1);
  return loss.toExponential(digits).replace('e+', 'e');
}

/** A length in px of the original image without its unit: `4.83`, `24.0`, `312`. */
export function formatPx(length: number | null | undefined): string {
  if (length === null || length === undefined || !Number.isFinite(length)) return '—';
  if (length < 10) return length.toFixed(2);
  return length < 100 ? length.toFixed(1) : length.toFixed(0);
}

/** A difference of two lengths in px, with its sign: `+4.83`, `−0.35`, `0.00`. */
export function formatDelta(length: number | null | undefined): string {
  if (length === null || length === undefined || !Number.isFinite(length)) return '—';
  const text = formatPx(Math.abs(length));
  return Number(text) === 0 ? text : `${length < 0 ? '−' : '+'}${text}`;
}

/** A ratio as percent with a space before the sign: `4.9 %`. */
export function formatPercent(ratio: number | null | undefined): string {
  return ratio === null || ratio === undefined || !Number.isFinite(ratio) ? '—' : `${(ratio * 100).toFixed(1)} %`;
}

/** A whole number with separators: `187,354`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Three digits of a large number: `4.32K`, `5.12M`, `1.81B`; nothing for none. */
export function formatCompact(count: number): string {
  if (count === 0) return '';
  return count.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
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
