import {
  csvOf,
  learnedLines,
  linesPath,
  unitOnMeanFace,
  type ErrorUnit,
  type Normaliser,
} from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import { drawing, type Plot } from './plot.ts';
import type { ReportedRun, ReportFacts } from './report-facts.ts';
import type { SavedFiles } from './saved-files.ts';

type Unit = ErrorUnit & { normaliser: Normaliser };

/** A landmark on the mean face: where, and the radius of its error there, both in the mean face's coordinates. */
interface Spot {
  name: string;
  x: number;
  y: number;
  distance: number | null;
  nme: number | null;
  meanPx: number | null;
}

/** Where each run errs, on the mean face. */
export async function errorsSection(facts: ReportFacts, saved: SavedFiles): Promise<Html> {
  const units = facts.runs.map((run) => unitOnMeanFace(run.measures.by.landmark ?? [], facts.schema, facts.meanFace));
  const unit = units.every((each) => each?.normaliser === units[0]?.normaliser) ? units[0] : null;
  if (!unit)
    return html`<section id="errors">
      <h2>Where it errs</h2>
      <p class="note">There is no mean face, or no one size of it for all runs, to draw errors on.</p>
    </section> `;
  const spots = facts.runs.map((run) => spotsOf(run, facts, unit));
  const scales = sharedFactors(spots.map(factorOf));
  const figures = [];
  for (const [place, run] of facts.runs.entries())
    figures.push(await saved.plot(errorPlot(run, spots[place] ?? [], unit, scales[place] ?? 1, facts)));
  return html`<section id="errors">
    <h2>Where it errs</h2>
    <p class="note">
      Mean error of each landmark on the project’s mean face: a disc’s radius is the mean error, drawn larger or smaller
      where that can be seen better; the bar, drawn so too, is a length ${unit.words}.
    </p>
    <div class="side-by-side">${figures}</div>
  </section> `;
}

function spotsOf({ measures, learned }: ReportedRun, { meanFace }: ReportFacts, unit: Unit): Spot[] {
  return learned.flatMap(({ index, name }, place): Spot[] => {
    const at = meanFace[index];
    if (!at) return [];
    const measured = measures.by.landmark?.[place]?.run;
    const nme = measured?.normalised[unit.normaliser]?.nme ?? null;
    const distance = nme === null ? null : 100 * nme * unit.length;
    return [{ name, x: 100 * at[0], y: 100 * at[1], distance, nme, meanPx: measured?.meanErrorPx ?? null }];
  });
}

const factors = [50, 20, 10, 5, 4, 3, 2, 1.5, 1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.02, 0.01];

/** So that the largest disc is not wider than a fifth of the face: a round factor, below one where errors are larger than that. */
function factorOf(spots: readonly Spot[]): number {
  const largest = Math.max(...spots.map(({ distance }) => distance ?? 0));
  const most = sizeOf(spots).size / 10 / largest;
  return factors.find((candidate) => candidate <= most) ?? 0.01;
}

/** Runs that are about as far off are drawn alike, so that their discs compare; a run that is far off does not shrink the others. */
function sharedFactors(ofRuns: readonly number[]): number[] {
  return ofRuns.map((own) => Math.min(...ofRuns.filter((other) => other >= own / 3)));
}

function factorWords(factor: number): string {
  if (factor === 1) return '';
  return factor > 1 ? ` Drawn ${factor} times as large.` : ` Drawn at ${factor} of the size.`;
}

function sizeOf(spots: readonly Spot[]): { left: number; top: number; width: number; height: number; size: number } {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  return { left, top, width, height, size: Math.max(width, height, 1) };
}

/** px of the drawing, and the air around the face. */
const [side, air] = [460, 46];

function errorPlot(run: ReportedRun, spots: readonly Spot[], unit: Unit, factor: number, facts: ReportFacts): Plot {
  const { left, top, width, height, size } = sizeOf(spots);
  const scale = (side - 2 * air) / size;
  const [aside, above] = [(side - scale * width) / 2, (side - scale * height) / 2];
  const placed = spots.map((spot) => ({
    ...spot,
    x: aside + scale * (spot.x - left),
    y: above + scale * (spot.y - top),
    radius: scale * factor * (spot.distance ?? 0),
  }));
  const byName = new Map(placed.map((spot) => [spot.name, spot]));
  const lines = linesPath(
    run.learned.map(({ name }) => byName.get(name) ?? null),
    learnedLines(
      facts.schema.contours,
      run.learned.map(({ index }) => index),
    ),
  );
  const most = Math.max(...placed.map(({ distance }) => distance ?? 0));
  const discs = placed.map(({ name, x, y, radius, distance, meanPx }) => {
    const share = most > 0 ? (distance ?? 0) / most : 0;
    const colour = share > 0.5 ? 'danger' : 'warn';
    return html`<g
      ><title>${name}: ${meanPx === null ? 'on no face' : `${meanPx.toFixed(2)} px`}</title
      ><circle
        cx="${x.toFixed(1)}"
        cy="${y.toFixed(1)}"
        r="${radius.toFixed(1)}"
        fill="var(--${colour})"
        fill-opacity="${(0.16 + 0.24 * share).toFixed(2)}"
        stroke="var(--${colour})"
        stroke-width="1.2" /><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2" fill="var(--ink)"
    /></g>`;
  });
  const whole = 100 * unit.length * factor * scale;
  const away = (percent: number): number => Math.abs(Math.log((percent * whole) / 100 / 70));
  const percent = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].reduce((best, each) =>
    away(each) < away(best) ? each : best,
  );
  const length = (percent * whole) / 100;
  const bar = html`<path
      d="M16 ${side - 22}v8M16 ${side - 18}h${length.toFixed(1)}m0 -4v8"
      fill="none"
      stroke="var(--mute)"
      stroke-width="1.3"
    /><text x="${(24 + length).toFixed(1)}" y="${side - 14}" font-size="12" fill="var(--mute)">${percent} %</text>`;
  const worst = placed.toSorted((one, other) => (other.meanPx ?? -1) - (one.meanPx ?? -1)).slice(0, 3);
  return {
    name: `errors-run-${run.run.id}`,
    title: run.title,
    caption: `Furthest off: ${worst.map(({ name, meanPx }) => `${name} ${meanPx === null ? '—' : `${meanPx.toFixed(1)} px`}`).join(', ')}.${factorWords(factor)}`,
    className: 'half',
    width: side,
    height: side,
    svg: drawing(
      side,
      side,
      `Mean error of each landmark of ${run.title} on the mean face; the table by landmark has the figures`,
      html`<path d="${lines}" fill="none" stroke="var(--line-strong)" stroke-width="1.2" />${discs}${bar}`,
    ),
    csv: csvOf([
      ['landmark', 'mean px', `NME ${unit.normaliser}`],
      ...spots.map(({ name, meanPx, nme }) => [name, meanPx, nme]),
    ]),
  };
}
