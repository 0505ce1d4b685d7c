import type { StudioContext, JobHandle } from '../context.ts';
import { casesSection } from './cases-section.ts';
import { cedSection } from './ced-section.ts';
import { errorsSection } from './errors-section.ts';
import { html, Html } from './html.ts';
import { lossesSection } from './losses-section.ts';
import { measuresSection, summaryTable } from './measures-section.ts';
import { networkSection } from './network-section.ts';
import type { ReportFacts } from './report-facts.ts';
import { SavedFiles, type SavedFile } from './saved-files.ts';
import { setUpSection } from './setup-section.ts';
import { styles } from './styles.ts';
import { countOf, momentOf, parts } from './words.ts';
import { filterWords, formatPercent } from '../../contract/index.ts';

/** What may be in the page: its own styles and pictures written into it, and nothing from anywhere. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const sections = [
  ['set-up', 'Set-up'],
  ['losses', 'Losses'],
  ['samples', 'Samples'],
  ['network', 'Network'],
  ['measures', 'Measures'],
  ['errors', 'Where it errs'],
  ['curve', 'Curve'],
  ['cases', 'Cases'],
  ['counted', 'Not counted'],
] as const;

export interface ReportDocument {
  page: string;
  /** Every plot and table. */
  files: SavedFile[];
}

/** The whole report as one page, and each of its plots and tables as a file. */
export async function reportDocument(
  context: StudioContext,
  facts: ReportFacts,
  handle: JobHandle,
): Promise<ReportDocument> {
  const saved = new SavedFiles();
  const title = titleOf(facts);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(styles)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p class="project">${facts.project.name}</p>
            <h1>${headOf(facts)}</h1>
            <p class="facts">
              ${momentOf(facts.madeAt)} · measured on ${measuredOn(facts)} · ${facts.schema.name},
              ${countOf(facts.schema.landmarks.length, 'landmark')} · Keypoint Studio ${facts.studio}
            </p>
            <nav>${sections.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>
          </header>
          <section id="summary">${outcome(facts)} ${saved.table(summaryTable(facts))}</section>
          ${setUpSection(facts, saved)} ${await lossesSection(facts, saved)} ${networkSection(facts, saved)}
          ${measuresSection(facts, saved)} ${await errorsSection(facts, saved)} ${await cedSection(facts, saved)}
          ${await casesSection(context, facts, saved, handle)} ${countedSection(facts)}
        </main>
      </body>
    </html> `;
  return { page: page.text, files: saved.files };
}

function measuredOn({ asked, project }: ReportFacts): string {
  const part = asked.on === 'all' ? 'all images' : `${parts[asked.on]} of each run’s own split`;
  const filter = filterWords(asked.filter ?? {}, project.flagNames);
  return `${part}${filter && `, of them those ${filter}`}${asked.visibleOnly ? ', landmarks plainly seen alone' : ''}`;
}

function headOf({ runs }: ReportFacts): string {
  if (runs.length === 1) return runs[0]?.title.replace(/^r/, 'R') ?? '';
  const ids = runs.map(({ run }) => run.id);
  return `Runs ${ids.slice(0, -1).join(', ')} and ${ids.at(-1) ?? ''} compared`;
}

function titleOf(facts: ReportFacts): string {
  return `${headOf(facts)} · ${facts.project.name}`;
}

/** The outcome in words: which run is nearest, and which have not beaten the mean shape. */
function outcome({ runs, normaliser, sameLandmarks }: ReportFacts): Html {
  const nmeOf = (run: ReportFacts['runs'][number]): number => run.measures.run?.normalised[normaliser]?.nme ?? NaN;
  const ranked = runs.filter((run) => Number.isFinite(nmeOf(run))).toSorted((one, other) => nmeOf(one) - nmeOf(other));
  const [best] = ranked;
  const mean = best?.measures.baseline?.normalised[normaliser]?.nme;
  const beside = mean === undefined ? '' : `; the mean shape has ${formatPercent(mean)}`;
  const nearest = best
    ? html`${runs.length > 1 && sameLandmarks ? 'Nearest to the ground truth: ' : ''}<b>${best.title}</b>, NME
        ${normaliser} <b>${formatPercent(nmeOf(best))}</b>${beside}. `
    : null;
  const unbeaten = runs.filter(({ measures: { run, baseline } }) => run && baseline && run.mse >= baseline.mse);
  const words = unbeaten.map(({ run }) => `run ${run.id}`).join(', ');
  return html`<p class="outcome">
    ${nearest}${unbeaten.length > 0 ? html`<b class="warn">Not better than the mean shape: ${words}.</b>` : null}
  </p>`;
}

/** What was not counted, run by run, so that no figure hides it. */
function countedSection({ runs, refused }: ReportFacts): Html {
  const left = runs.flatMap(({ title, measures, run }) => [
    ...measures.excluded.map(({ reason, count }) => html`<li>${title}: ${count} (${reason})</li>`),
    ...(run.problem ? [html`<li>${title}: ${run.problem}</li>`] : []),
  ]);
  const out = refused.map(({ runId, reason }) => html`<li>Run ${runId} is not in this report: ${reason}</li>`);
  const labellers = runs.flatMap(({ measures: { floor, agreement } }) =>
    floor ? [`agreement ${agreement ?? ''}, ${countOf(floor.faces, 'face')} labelled twice`] : [],
  );
  const floor = labellers[0]
    ? html`<p class="note">
        The labeller’s own error: ${labellers[0]}; those faces are not the ones that runs are measured on.
      </p>`
    : html`<p class="note">The labeller’s own error was not measured: no agreement is finished in this project.</p>`;
  return html`<section id="counted">
    <h2>Not counted</h2>
    ${
      left.length + out.length > 0
        ? html`<ul>
            ${left}${out}
          </ul>`
        : html`<p class="note">Nothing was left out: every landmark of every labelled image is counted.</p>`
    }
    ${floor}
  </section> `;
}
