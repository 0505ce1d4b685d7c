import type uPlot from 'uplot';
import { spreadLabels, type CurveLevel, type CurveLine, type CurveTable } from './loss-chart.ts';

/** The present value of a token of styles/tokens.css. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Marks stand this far apart, CSS px. */
const markGap = 90;

/** What curves are beside, right across the plot. */
export function drawLevels(self: uPlot, levels: readonly CurveLevel[]): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.lineWidth = 1.2 * devicePixelRatio;
  for (const { colour, dash, value } of levels) {
    const y = self.valToPos(value, 'y', true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = token(colour);
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** Each run's sign on its curve, here and there; those of several curves not over each other. `lines` and `table` as they are drawn. */
export function drawMarks(self: uPlot, lines: readonly CurveLine[], table: CurveTable): void {
  const { ctx, bbox } = self;
  const marked = lines.filter(({ mark }) => mark);
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px ${token('--font')}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const [place, line] of marked.entries()) {
    const values = table[lines.indexOf(line) + 1] ?? [];
    let next = bbox.left + ((place + 0.5) / marked.length) * markGap * devicePixelRatio;
    ctx.fillStyle = token(line.colour);
    for (const [index, epoch] of table[0].entries()) {
      const value = values[index];
      const x = self.valToPos(epoch, 'x', true);
      if (value == null || x < next || x > bbox.left + bbox.width) continue;
      ctx.fillText(line.mark ?? '', x, self.valToPos(value, 'y', true));
      next = x + markGap * devicePixelRatio;
    }
  }
  ctx.restore();
}

/** Every named curve's name, and every level's, to the right of the plot at the height where it ends. */
export function drawLabels(
  self: uPlot,
  lines: readonly CurveLine[],
  table: CurveTable,
  levels: readonly CurveLevel[],
): void {
  const { ctx, bbox } = self;
  const most = self.scales.x?.max ?? Infinity;
  const labels = lines.flatMap((line, index) => {
    const values = table[index + 1] ?? [];
    const last = values.findLast((value, place) => value != null && (table[0][place] ?? 0) <= most);
    if (last == null || line.unnamed || (lines.length > 8 && !line.mark)) return [];
    return [{ text: [line.mark, line.label].filter(Boolean).join(' '), colour: token(line.colour), value: last }];
  });
  for (const { label, colour, value } of levels) labels.push({ text: label, colour: token(colour), value });
  const placed = labels
    .map((label) => ({ ...label, y: self.valToPos(label.value, 'y', true) - bbox.top }))
    .filter(({ y }) => y >= 0 && y <= bbox.height);
  const places = spreadLabels(
    placed.map(({ y }) => y),
    14 * devicePixelRatio,
    bbox.height,
  );
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px ${token('--font')}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  for (const [index, label] of placed.entries()) {
    ctx.fillStyle = label.colour;
    ctx.fillText(label.text, bbox.left + bbox.width + 8 * devicePixelRatio, bbox.top + (places[index] ?? 0));
  }
  ctx.restore();
}
