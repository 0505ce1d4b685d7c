import { cedPath, csvOf, lastError, type NormalisedMeasures } from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import { axes, drawing, type Frame, type Plot } from './plot.ts';
import { series, type Palette } from './plot-colours.ts';
import type { ReportFacts } from './report-facts.ts';
import { figure, text, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';
import { divisors } from './words.ts';
import { comparedColumns } from './compared-columns.ts';

interface Curve {
  label: string;
  colour: keyof Palette;
  dash: string;
  isRun: boolean;
  measures: NormalisedMeasures;
  errors: readonly number[];
}

/** How many faces are under an error, as a curve and in figures. */
export async function cedSection(facts: ReportFacts, saved: SavedFiles): Promise<Html> {
  const curves = curvesOf(facts);
  if (curves.length === 0)
    return html`<section id="curve">
      <h2>Faces under an error</h2>
      <p class="note">
        No face has a size that its error could be divided by: neither eyes nor a box around its landmarks.
      </p>
    </section> `;
  return html`<section id="curve">
    <h2>Faces under an error</h2>
    ${await saved.plot(cedPlot(curves, facts))} ${saved.table(cedTable(curves, facts))}
  </section> `;
}

function curvesOf(facts: ReportFacts): Curve[] {
  return comparedColumns(facts).flatMap(({ title, runId, of, run }): Curve[] => {
    const measures = run.measures[of]?.normalised[facts.normaliser];
    if (!measures?.ced) return [];
    const look =
      runId !== null
        ? (series[run.place] ?? series[0])
        : of === 'baseline'
          ? { colour: 'mute' as const, dash: '4 4' }
          : { colour: 'ink' as const, dash: '1.5 3' };
    return [{ label: title, ...look, isRun: runId !== null, measures, errors: measures.ced }];
  });
}

const [width, height] = [960, 360];
const frame: Frame = { left: 58, top: 26, right: width - 20, bottom: height - 40 };

function cedPlot(curves: readonly Curve[], { normaliser }: ReportFacts): Plot {
  const last = lastError(curves.filter(({ isRun }) => isRun).map(({ errors }) => errors));
  const x = (error: number): number => frame.left + ((frame.right - frame.left) * error) / last;
  const y = (share: number): number => frame.bottom - (frame.bottom - frame.top) * share;
  const lines = curves.map(
    ({ errors, colour, dash, isRun }) =>
      html`<path
        d="${cedPath(errors, last, (error, share) => [x(error), y(share)])}"
        fill="none"
        stroke="var(--${colour})"
        stroke-width="${isRun ? 2 : 1.4}"
        stroke-dasharray="${dash || 'none'}"
      />`,
  );
  const marks = [0.08, 0.1]
    .filter((limit) => limit < last)
    .map(
      (limit) =>
        html`<path
          d="M${x(limit).toFixed(1)} ${frame.top}V${frame.bottom}"
          stroke="var(--line-strong)"
          stroke-dasharray="3 3"
        />`,
    );
  const legend = curves.map(
    ({ label, colour, dash }, place) =>
      html`<path
          d="M${frame.right - 216} ${frame.bottom - 18 - 17 * (curves.length - 1 - place)}h26"
          stroke="var(--${colour})"
          stroke-width="2"
          stroke-dasharray="${dash || 'none'}"
        /><text
          x="${frame.right - 182}"
          y="${frame.bottom - 18 - 17 * (curves.length - 1 - place)}"
          dy="0.34em"
          fill="var(--ink)"
          font-size="11.5"
          >${shortened(label)}</text
        >`,
  );
  const behind = html`<rect
    x="${frame.right - 226}"
    y="${frame.bottom - 32 - 17 * (curves.length - 1)}"
    width="222"
    height="${17 * curves.length + 10}"
    rx="5"
    fill="var(--bg)"
    fill-opacity="0.88"
    stroke="var(--line)"
  />`;
  const fifths = Array.from({ length: 6 }, (_, place) => place / 5);
  const axisX = {
    ticks: fifths.map((part) => ({ value: part * last, label: `${Number((100 * part * last).toFixed(1))} %` })),
    place: x,
    title: `NME ${normaliser}`,
  };
  const axisY = {
    ticks: fifths.map((value) => ({ value, label: `${100 * value} %` })),
    place: y,
    title: 'share of faces',
  };
  return {
    name: 'error-curve',
    title: 'Cumulative error distribution',
    caption: `Share of faces whose NME, divided by ${divisors[normaliser]}, is at most so much.`,
    width,
    height,
    svg: drawing(
      width,
      height,
      'Share of faces under an error; the table below has areas and failure rates',
      html`${axes(frame, axisX, axisY)}${marks}${lines}${behind}${legend}`,
    ),
    csv: csvOf([
      ['curve', `NME ${normaliser}`, 'share of faces'],
      ...curves.flatMap(({ label, errors }) => errors.map((error, rank) => [label, error, (rank + 1) / errors.length])),
    ]),
  };
}

const shortened = (label: string): string => (label.length > 30 ? `${label.slice(0, 29)}…` : label);

function cedTable(curves: readonly Curve[], { normaliser }: ReportFacts): ReportTable {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const area = (value: number): string => value.toFixed(3);
  const limits = ['0.08', '0.10'] as const;
  return {
    name: 'error-curve-figures',
    caption: `Areas and failure rates, ${normaliser}`,
    columns: [
      { title: '', kind: 'text' },
      { title: 'NME', kind: 'figure' },
      ...limits.map((limit) => ({ title: `AUC @${limit}`, kind: 'figure' as const })),
      ...limits.map((limit) => ({ title: `Failures @${limit}`, kind: 'figure' as const })),
      { title: 'Faces', kind: 'figure' },
    ],
    rows: curves.map(({ label, measures }) => [
      text(label),
      figure(measures.nme, percent),
      ...limits.map((limit) => figure(measures.auc[limit], area)),
      ...limits.map((limit) => figure(measures.failureRate[limit], percent)),
      figure(measures.faces, String),
    ]),
  };
}
