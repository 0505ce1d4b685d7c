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
