import { csvOf, formatLoss, formatPercent, type RunDetail } from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import { lossPlot, type LossCurve, type LossLevel } from './loss-plot.ts';
import type { Plot } from './plot.ts';
import { series } from './plot-colours.ts';
import type { ReportFacts } from './report-facts.ts';
import { figure, text, type ReportTable } from './report-table.ts';
import type { SavedFiles } from './saved-files.ts';

/** How the losses went, beside the mean shape's and the labeller's. */
export async function lossesSection(facts: ReportFacts, saved: SavedFiles): Promise<Html> {
  return html`<section id="losses">
    <h2>Losses</h2>
    ${await saved.plot(plotOf(facts))} ${saved.table(lossTable(facts))}
  </section> `;
}

function plotOf(facts: ReportFacts): Plot {
  const curves = facts.runs.flatMap(({ run, place }): LossCurve[] => {
    const look = series[place] ?? series[0];
    const points = (of: 'trainLoss' | 'validationLoss') =>
      run.epochs.map((each) => ({ epoch: each.epoch, loss: each[of] }));
    return [
      { label: `run ${run.id} train`, ...look, isTrain: true, points: points('trainLoss'), best: null },
      {
        label: `run ${run.id} validation`,
        ...look,
        isTrain: false,
        points: points('validationLoss'),
        best: run.bestEpoch,
      },
    ];
  });
  return {
    name: 'losses',
    title: 'Loss by epoch',
    caption: `MSE of x/W and y/H, logarithmic, whatever a run was trained by. Thick: validation, with a ring at the epoch that is kept; thin: train. ${levelWords(facts)}`,
    ...lossPlot(curves, levelsOf(facts)),
    csv: csvOf(lossRows(facts.runs.map(({ run }) => run))),
  };
}

/** What curves are beside: each mean shape's loss once, and the labeller's where it was measured. */
function levelsOf({ runs }: ReportFacts): LossLevel[] {
  const once = (losses: (number | null | undefined)[]): number[] => [
    ...new Set(losses.flatMap((loss) => (loss == null ? [] : [Number(loss.toPrecision(6))]))),
  ];
  return [
    ...once(runs.map(({ run }) => run.baselineLoss)).map((loss) => ({
      label: 'mean shape',
      colour: 'mute' as const,
      dash: '4 4',
      loss,
    })),
    ...once(runs.map(({ measures }) => measures.floor?.mse)).map((loss) => ({
      label: 'labeller',
      colour: 'ink' as const,
      dash: '1.5 3',
      loss,
    })),
  ];
}

function levelWords(facts: ReportFacts): string {
  const labeller = facts.runs.some(({ measures }) => measures.floor !== null);
  return `Lines across: always answering the mean training shape${labeller ? ', and the labeller’s own second labelling' : ''}.`;
}

function lossRows(runs: readonly RunDetail[]): (string | number | null)[][] {
  const last = Math.max(0, ...runs.map(({ epochs }) => epochs.at(-1)?.epoch ?? 0));
  const byEpoch = runs.map(({ epochs }) => new Map(epochs.map((each) => [each.epoch, each])));
  const head = ['epoch', ...runs.flatMap(({ id }) => [`run ${id} train`, `run ${id} validation`])];
  const rows = Array.from({ length: last }, (_, place) => {
    const results = byEpoch.map((known) => known.get(place + 1));
    return [place + 1, ...results.flatMap((each) => [each?.trainLoss ?? null, each?.validationLoss ?? null])];
  });
  return [head, ...rows];
}

function lossTable({ runs }: ReportFacts): ReportTable {
  return {
    name: 'losses-at-the-end',
    caption: 'At the end',
    columns: [
      { title: 'Run', kind: 'text' },
      { title: 'Train, last', kind: 'figure' },
      { title: 'Validation, last', kind: 'figure' },
      { title: 'Validation, best', kind: 'figure' },
      { title: 'Best epoch', kind: 'figure' },
      { title: 'NME then', kind: 'figure', hint: 'As the trainer measured it' },
      { title: 'Mean shape', kind: 'figure', hint: 'Loss of always answering the mean training shape' },
      { title: 'Best / mean shape', kind: 'figure' },
    ],
    rows: runs.map(({ title, run }) => {
      const ratio =
        run.bestValidationLoss === null || !run.baselineLoss ? null : run.bestValidationLoss / run.baselineLoss;
      return [
        text(title),
        figure(run.lastTrainLoss, formatLoss),
        figure(run.lastValidationLoss, formatLoss),
        figure(run.bestValidationLoss, formatLoss),
        figure(run.bestEpoch, String),
        figure(run.bestNme, formatPercent),
        figure(run.baselineLoss, formatLoss),
        figure(ratio, (value) => `${value.toFixed(2)} ×${value < 1 ? '' : ', not beaten'}`),
      ];
    }),
  };
}
