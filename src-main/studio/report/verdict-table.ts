import { verdictKinds } from '../../contract/index.ts';
import type { ReportFacts } from './report-facts.ts';
import { text, type Cell, type ReportTable } from './report-table.ts';

/** What reviewers said of each run's predictions, counted, and how many of those labels were corrected since; each is in its CSV. */
export function verdictTable({ runs }: ReportFacts): ReportTable {
  const count = (value: number): Cell => ({ text: String(value), value });
  return {
    name: 'verdicts',
    caption: 'Verdicts on predictions',
    columns: [
      { title: 'Run', kind: 'text' },
      ...verdictKinds.map((title) => ({ title, kind: 'figure' as const })),
      { title: 'labels changed since', kind: 'figure' },
    ],
    rows: runs.map(({ title, verdicts }) => [
      text(title),
      ...verdictKinds.map((kind) => count(verdicts.filter(({ verdict }) => verdict === kind).length)),
      count(verdicts.filter(({ labelChanged }) => labelChanged !== null).length),
    ]),
    csv: [
      [
        'run',
        'image',
        'face',
        'person',
        'verdict',
        'at',
        'by',
        'mean px then',
        'landmarks changed since',
        'mean move px',
      ],
      ...runs.flatMap(({ verdicts }) =>
        verdicts.map((each) => [
          ...[each.runId, each.imageName, each.instanceId, each.group, each.verdict, each.at, each.by, each.errorPx],
          ...[each.labelChanged?.landmarks ?? 0, each.labelChanged?.meanMovePx ?? null],
        ]),
      ),
    ],
  };
}
