import { formatPercent, formatPx, type Normaliser } from '../../contract/index.ts';
import type { StudioContext, JobHandle } from '../context.ts';
import type { ComparedFace } from '../evaluation/compared-faces.ts';
import { faceSizes } from '../evaluation/face-sizes.ts';
import { meanErrorPx } from '../evaluation/measures.ts';
import { casePicture } from './case-pictures.ts';
import { html, type Html } from './html.ts';
import type { ReportedRun, ReportFacts } from './report-facts.ts';
import { figure, text, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';
import { verdictTable } from './verdict-table.ts';
import { divisors } from './words.ts';

interface MeasuredCase {
  face: ComparedFace;
  errorPx: number;
  nme: number | null;
}

/** So many pictures of each kind and run; of more than three runs fewer, so that a report stays a file that can be sent. */
const shown = { few: { best: 2, median: 2, worst: 4 }, many: { best: 1, median: 1, worst: 2 } };

/** Good cases and bad ones of every run, ground truth and prediction on the picture. */
export async function casesSection(
  context: StudioContext,
  facts: ReportFacts,
  saved: SavedFiles,
  handle: JobHandle,
): Promise<Html> {
  const groups: Html[] = [];
  for (const run of facts.runs) {
    handle.signal.throwIfAborted();
    groups.push(await casesOfRun(context, run, facts, saved));
  }
  return html`<section id="cases">
    <h2>Good cases and bad ones</h2>
    <p class="note legend">
      <span
        ><svg viewBox="0 0 12 12" class="key">
          <circle cx="6" cy="6" r="4" fill="none" class="truth-mark" stroke-width="1.8" />
        </svg>
        ground truth</span
      >
      <span
        ><svg viewBox="0 0 12 12" class="key"><path d="M6 1.5L10.5 6L6 10.5L1.5 6Z" class="pred-mark" /></svg>
        prediction</span
      >
      A line runs from each landmark to its prediction. Errors are mean distances in px of the original image, and that
      over ${divisors[facts.normaliser]}.
    </p>
    ${groups} ${facts.runs.some(({ verdicts }) => verdicts.length > 0) ? saved.table(verdictTable(facts)) : null}
  </section> `;
}

async function casesOfRun(
  context: StudioContext,
  run: ReportedRun,
  facts: ReportFacts,
  saved: SavedFiles,
): Promise<Html> {
  const { store } = context.project();
  const cases = rankedCases(run, facts);
  const tiles = await Promise.all(
    pickedCases(cases, facts.runs.length > 3 ? shown.many : shown.few).map(async ({ kind, case: one }) => {
      const { image } = one.face;
      const label = `${image.name}: ground truth and prediction of ${run.title}, ${formatPx(one.errorPx)} px`;
      const picture = await casePicture(one.face, run.learned, facts.schema, store.images.file(image), label);
      return html`<figure class="case ${kind}">
        ${picture}
        <figcaption>
          <b>${kind}</b> <span class="name">${image.name}</span>
          <span class="figure"
            >${formatPx(one.errorPx)} px${one.nme === null ? '' : ` · ${formatPercent(one.nme)}`}</span
          >
        </figcaption>
      </figure>`;
    }),
  );
  return html`<h3 class="of-run">${run.title}</h3>
    <div class="cases">${tiles}</div>
    ${saved.table(caseTable(run, cases, facts.normaliser))} `;
}

/** All faces that have a landmark to measure, the best first, equals by name. */
function rankedCases({ faces }: ReportedRun, { schema, normaliser }: ReportFacts): MeasuredCase[] {
  const sizes = faceSizes(
    faces.map(({ instance }) => instance.landmarks),
    schema,
  );
  const sizeOf = (row: number): number => {
    if (normaliser === 'inter-ocular') return sizes.interOcular[row] ?? NaN;
    if (normaliser === 'inter-pupil') return sizes.interPupil[row] ?? NaN;
    return Math.sqrt((sizes.boxes[2 * row] ?? NaN) * (sizes.boxes[2 * row + 1] ?? NaN));
  };
  return faces
    .flatMap((face, row): MeasuredCase[] => {
      const errorPx = meanErrorPx(face.truth, face.predicted);
      if (errorPx === null) return [];
      const nme = errorPx / sizeOf(row);
      return [{ face, errorPx, nme: Number.isFinite(nme) ? nme : null }];
    })
    .sort((one, other) => one.errorPx - other.errorPx || byName.compare(one.face.image.name, other.face.image.name));
}

const byName = new Intl.Collator('en', { numeric: true });

/** The best, those in the middle and the worst (the worst of all first); each once where there are few. */
function pickedCases(
  ranked: readonly MeasuredCase[],
  wanted: { best: number; median: number; worst: number },
): { kind: 'best' | 'median' | 'worst'; case: MeasuredCase }[] {
  const middle = Math.max(0, Math.floor((ranked.length - wanted.median) / 2));
  const kinds = [
    ['best', ranked.slice(0, wanted.best)],
    ['median', ranked.slice(middle, middle + wanted.median)],
    ['worst', ranked.slice(-wanted.worst).toReversed()],
  ] as const;
  const taken = new Set<MeasuredCase>();
  return kinds.flatMap(([kind, found]) =>
    found.flatMap((one) => {
      if (taken.has(one)) return [];
      taken.add(one);
      return [{ kind, case: one }];
    }),
  );
}

/** How many faces the table shows; its CSV has all. */
const mostRows = 6;

function caseTable({ run }: ReportedRun, ranked: readonly MeasuredCase[], normaliser: Normaliser): ReportTable {
  const worst = ranked.toReversed();
  return {
    name: `faces-run-${run.id}`,
    caption: `The ${Math.min(mostRows, worst.length)} worst of ${worst.length} faces`,
    columns: [
      { title: 'Image', kind: 'text' },
      { title: 'Person', kind: 'text' },
      { title: 'Mean px', kind: 'figure' },
      { title: `NME ${normaliser}`, kind: 'figure' },
    ],
    rows: worst
      .slice(0, mostRows)
      .map(({ face, errorPx, nme }) => [
        text(face.image.name),
        text(face.image.group ?? '—'),
        figure(errorPx, formatPx),
        figure(nme, formatPercent),
      ]),
    csv: [
      ['image', 'face', 'person', 'part', 'mean px', `NME ${normaliser}`],
      ...worst.map(({ face: { image, instance, part }, errorPx, nme }) => [
        image.name,
        instance.id,
        image.group,
        part,
        errorPx,
        nme,
      ]),
    ],
  };
}
