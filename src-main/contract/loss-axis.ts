/** Lowest and highest loss to show, with some air; a decade around nothing when there is no loss yet. */
export function lossRange(losses: readonly number[], logarithmic: boolean): [number, number] {
  const known = losses.filter((loss) => Number.isFinite(loss) && (!logarithmic || loss > 0));
  if (known.length === 0) return logarithmic ? [1e-3, 1e-1] : [0, 1e-1];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (!logarithmic) return [0, most > 0 ? most * 1.08 : 1e-1];
  // Never less than a third of a decade, or noise fills the chart.
  const air = Math.max(1.15, Math.sqrt(2 / (most / least)));
  return [least / air, most * air];
}

/** Where the loss axis is marked: round numbers, four to ten of them. */
export function lossTicks(least: number, most: number, logarithmic: boolean): number[] {
  if (!logarithmic) {
    const rough = (most - least) / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
    return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step).filter(
      (tick) => tick >= least,
    );
  }
  const decades = Math.log10(most / least);
  const factors = decades < 1 ? [1, 1.5, 2, 3, 4, 5, 6, 8] : decades < 2.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 8));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power += 1) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= least && tick <= most) ticks.push(tick);
    }
  }
  return ticks;
}

/** `5e-3`, `2.5e-2`, `0`, `20`, `1e4` */
export function formatTick(loss: number): string {
  const round = Number(loss.toPrecision(3));
  return loss === 0 || (round >= 1 && round < 1000) ? String(round) : round.toExponential().replace('e+', 'e');
}

/** Moves labels (px, any order) apart so that none is nearer than `gap` to the next, within 0..`height`; keeps their order. */
export function spreadLabels(places: readonly number[], gap: number, height: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  for (const [rank, label] of order.entries()) {
    const above = order[rank - 1];
    if (above) label.place = Math.max(label.place, above.place + gap);
  }
  for (const [fromEnd, label] of order.toReversed().entries()) {
    const below = order[order.length - fromEnd];
    label.place = Math.min(label.place, below ? below.place - gap : height);
  }
  const spread = [...places];
  for (const { place, index } of order) spread[index] = place;
  return spread;
}
