/** Which epochs a chart shows, from and to; null for all of them. */
export type EpochRange = readonly [from: number, to: number];

/** So many epochs are shown at least. */
const fewest = 2;

/** A range within 1..`epochs`, its ends in order; null where it is all of them, or less than is worth showing. */
export function rangeWithin([one, other]: EpochRange, epochs: number): EpochRange | null {
  const from = Math.max(1, Math.min(one, other));
  const to = Math.min(epochs, Math.max(one, other));
  return to - from < fewest || (from <= 1 && to >= epochs) ? null : [from, to];
}

/**
 * The range after zooming by a factor (below 1: in) about an epoch, which stays where it is on the screen. Zoomed in as far
 * as it goes it stays as it is.
 */
export function zoomedRange(
  range: EpochRange | null,
  factor: number,
  about: number,
  epochs: number,
): EpochRange | null {
  const [from, to] = range ?? [1, epochs];
  const width = Math.min(epochs - 1, (to - from) * factor);
  if (width < fewest) return range;
  const part = to > from ? Math.min(1, Math.max(0, (about - from) / (to - from))) : 0.5;
  return movedInto([about - part * width, about + (1 - part) * width], epochs);
}

/** The range moved, as little as need be, so that an epoch is in it. */
export function rangeWith(range: EpochRange | null, epoch: number, epochs: number): EpochRange | null {
  if (!range) return null;
  const [from, to] = range;
  const by = epoch < from ? epoch - from : epoch > to ? epoch - to : 0;
  return movedInto([from + by, to + by], epochs);
}

/** As wide as it is, pushed back to where epochs are. */
function movedInto([from, to]: EpochRange, epochs: number): EpochRange | null {
  const by = from < 1 ? 1 - from : to > epochs ? epochs - to : 0;
  return rangeWithin([from + by, to + by], epochs);
}
