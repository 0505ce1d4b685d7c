import {
  formatLoss,
  formatPercent,
  formatPx,
  measuredColumns,
  measureNames,
  normalisers,
  type DetailedMeasures,
  type MeasuredColumn,
  type RunMeasures,
} from '../../contract/index.ts';
import { bestOf, comparedColumns, measuresOf } from './compared-columns.ts';
import { html, type Html } from './html.ts';
import type { ReportFacts, ReportedRun } from './report-facts.ts';
import { figure, text, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';
import { partTable } from './part-table.ts';
import { changedWords, clockOf, divisors } from './words.ts';

/** The few figures that are looked at first. */
export function summaryTable(facts: ReportFacts): ReportTable {
  const { normaliser } = facts;
  const columns: {
    title: string;
    hint: string;
    higher?: true;
    fraction?: true;
    of: (m: DetailedMeasures) => number | null;
    write: (value: number) => string;
  }[] = [
    {
      title: 'MSE',
      hint: 'Mean squared error of x/W and y/H',
      fraction: true,
      of: ({ mse }) => mse,
      write: formatLoss,
    },
    {
      title: `NME ${normaliser}`,
      hint: `Mean distance over ${divisors[normaliser]}`,
      of: ({ normalised }) => normalised[normaliser]?.nme ?? null,
      write: formatPercent,
    },
    {
      title: 'Mean px',
      hint: 'Mean distance, px of the original images',
      of: ({ meanErrorPx }) => meanErrorPx,
      write: formatPx,
    },
    {
      title: 'Median px',
      hint: 'Half of the landmarks are nearer',
      of: ({ medianErrorPx }) => medianErrorPx,
      write: formatPx,
    },
    { title: 'p95 px', hint: '95 % of the landmarks are nearer', of: ({ p95ErrorPx }) => p95ErrorPx, write: formatPx },
    {
      title: 'FR @0.10',
      hint: 'Share of faces with a larger NME',
      of: ({ normalised }) => normalised[normaliser]?.failureRate['0.10'] ?? null,
      write: formatPercent,
    },
    {
      title: 'AUC @0.10',
      hint: 'Area under the curve of errors',
      higher: true,
      of: ({ normalised }) => normalised[normaliser]?.auc['0.10'] ?? null,
      write: (value) => value.toFixed(2),
    },
  ];
  const compared = comparedColumns(facts);
  const best = columns.map(({ of, higher, fraction }) => {
    const mayCompare = facts.sameLandmarks && (facts.sameView || !fraction);
    return mayCompare
      ? bestOf(
          facts.runs.map(({ measures }) => measures.run && of(measures.run)),
          higher ?? false,
        )
      : null;
  });
  return {
    name: 'summary',
    caption: `On ${facts.runs[0]?.measures.images ?? 0} images, ${facts.runs[0]?.measures.landmarks ?? 0} landmarks`,
    columns: [
      { title: 'Run', kind: 'text' },
      ...columns.map(({ title, hint }) => ({ title, hint, kind: 'figure' as const })),
      { title: 'Time', kind: 'figure', hint: 'In epochs' },
      { title: 'Labels changed', kind: 'figure', hint: 'Landmarks that differ from the run before' },
    ],
    rows: compared.map((each) => {
      const measures = measuresOf(each, each.run.measures);
      const { run } = each.run;
      const isRun = each.runId !== null;
      const changed = run.snapshot.changedSincePrevious;
      return [
        text(each.title),
        ...columns.map(({ of, write }, place) => {
          const value = measures && of(measures);
          return { ...figure(value, write), best: isRun && value !== null && value === best[place] };
        }),
        isRun ? { text: clockOf(run.trainedSeconds), value: run.trainedSeconds } : text('—'),
        isRun ? { text: changed ? String(changed.landmarks) : '—', value: changedWords(changed) } : text('—'),
      ];
    }),
  };
}

/** Everything that is measured, and told apart by group, landmark and person. */
export function measuresSection(facts: ReportFacts, saved: SavedFiles): Html {
  const visible = facts.runs.some((run) => run.visible !== null);
  return html`<section id="measures">
    <h2>Measures</h2>
    ${saved.table(allMeasures(facts, 'measures', facts.asked.visibleOnly ? 'Landmarks that are plainly seen' : 'All landmarks', ({ measures }) => measures))}
    ${visible ? saved.table(allMeasures(facts, 'measures-visible', 'Landmarks that are plainly seen alone', ({ visible: seen }) => seen)) : null}
    ${definitions(facts)}
    ${(['group', 'landmark', 'person'] as const).map((by) => {
      const table = partTable(facts, by);
      return table && saved.table(table);
    })}
  </section> `;
}

const higherIsBetter = /^(AUC|PCK|OKS)/;

function allMeasures(
  facts: ReportFacts,
  name: string,
  caption: string,
  measuresOfRun: (run: ReportedRun) => RunMeasures | null,
): ReportTable {
  const compared = comparedColumns(facts);
  const wanted = measuredColumns(
    measureNames.filter((each) => each !== 'ced'),
    [...normalisers],
  );
  const rowOf = (column: MeasuredColumn): ReportTable['rows'] => {
    const values = compared.map((each) => {
      const measures = measuresOf(each, measuresOfRun(each.run) ?? undefined);
      return measures && column.value(measures);
    });
    if (values.every((value) => value === null)) return [];
    const mayCompare = facts.sameLandmarks && (facts.sameView || !column.title.includes('x/W'));
    const ofRuns = values.filter((_, place) => compared[place]?.runId !== null);
    const best = mayCompare ? bestOf(ofRuns, higherIsBetter.test(column.title)) : null;
    return [
      [
        text(column.title),
        ...values.map((value, place) => ({
          ...figure(value, (each) => column.format(each)),
          best: compared[place]?.runId !== null && value !== null && value === best,
        })),
      ],
    ];
  };
  const counted = (title: string, of: (measures: DetailedMeasures) => number): ReportTable['rows'][number] => [
    text(title),
    ...compared.map((each) => {
      const measures = measuresOf(each, measuresOfRun(each.run) ?? undefined);
      return figure(measures && of(measures), String);
    }),
  ];
  return {
    name,
    caption,
    columns: [{ title: 'Measure', kind: 'text' }, ...compared.map(({ title }) => ({ title, kind: 'figure' as const }))],
    rows: [
      ...wanted.flatMap(rowOf),
      counted('faces', ({ faces }) => faces),
      counted('landmarks measured', ({ points }) => points),
    ],
  };
}

/** How the figures are meant: what divides them is said wherever one stands, and here in full. */
function definitions({ runs, sameLandmarks, sameView }: ReportFacts): Html {
  const sigmas = [...new Set(runs.map(({ measures }) => measures.sigmas))].join('; ');
  return html`<p class="note">
    NME: mean over faces of the mean distance over the face’s size: inter-ocular, the distance of the outer eye corners;
    inter-pupil, that of the pupils (or of the eyes’ centres); box, √(w·h) of the face’s landmarks. AUC: area under the
    curve of faces up to an error, over the threshold; FR: share of faces above it. PCK: share of landmarks nearer than
    that part of the box in x and y. OKS: with sigma ${sigmas}, area 0.53 of the box. MSE and RMSE of x/W, y/H are
    fractions of what a run sees, px are of the original images. p95: 95 % of the landmarks are
    nearer.${sameLandmarks ? null : html` <b>These runs learn different landmarks: their errors are not of the same thing, and none is starred.</b>`}${sameView ? null : html` <b>They see different parts of the images: their MSE are fractions of those and do not compare.</b>`}
  </p> `;
}
