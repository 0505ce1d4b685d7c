import {
  csvOf,
  type DetailedMeasures,
  type MeasuredColumn,
  type MeasuredRuns,
  type MeasuresBeside,
  type RunMeasures,
} from '../../contract/index.ts';
import { count, table } from './output.ts';

const besides = ['run', 'baseline', 'floor'] as const satisfies readonly (keyof MeasuresBeside)[];
const words = { run: 'run', baseline: 'mean shape', floor: 'labeller' };

/** A line of the table: whose figures of which part. */
interface Line {
  run: RunMeasures;
  /** `all`, or what it is told apart by. */
  by: string;
  name: string;
  of: (typeof besides)[number];
  measures: DetailedMeasures;
}

function linesOf(measured: MeasuredRuns): Line[] {
  return measured.runs.flatMap((run) => {
    const parts = [
      { by: 'all', name: '', beside: run as MeasuresBeside },
      ...Object.entries(run.by).flatMap(([by, own]) => own.map((part) => ({ by, name: part.name, beside: part }))),
    ];
    return parts.flatMap(({ by, name, beside }) =>
      besides.flatMap((of): Line[] => {
        const measures = beside[of];
        return measures ? [{ run, by, name, of, measures }] : [];
      }),
    );
  });
}

/** RFC 4180, numbers in full, one line for each of run, mean shape and labeller, for all and each part. */
export function measuresCsv(measured: MeasuredRuns, columns: readonly MeasuredColumn[]): string {
  const head = [
    'run',
    'recipe',
    'on',
    'landmarks',
    'by',
    'name',
    'of',
    'faces',
    'points',
    ...columns.map(({ title }) => title),
  ];
  const rows = linesOf(measured).map(({ run, by, name, of, measures }) => [
    run.runId,
    run.recipeName,
    measured.on,
    measured.visibleOnly ? 'visible' : 'all',
    by,
    name,
    words[of],
    measures.faces,
    measures.points,
    ...columns.map((column) => column.value(measures)),
  ]);
  return csvOf([head, ...rows]);
}

/** A table a run for people: figures down, run, mean shape and labeller across; then a line for each part. */
export function measuresText(measured: MeasuredRuns, columns: readonly MeasuredColumn[]): string {
  const figure = (column: MeasuredColumn, measures: DetailedMeasures): string => {
    const value = column.value(measures);
    return value === null ? '-' : column.format(value);
  };
  const lines = linesOf(measured);
  return measured.runs
    .map((run) => {
      const own = lines.filter((line) => line.run === run);
      const whole = own.filter(({ by }) => by === 'all');
      const shown = columns.filter((column) => whole.some(({ measures }) => column.value(measures) !== null));
      const parts = own.filter(({ by, of }) => by !== 'all' && of === 'run');
      return [
        `Run ${run.runId}, ${run.recipeName}, on ${measured.on}: ${count(run.images, 'image')}, ${count(run.landmarks, 'landmark')}${measured.visibleOnly ? ', plainly seen ones alone' : ''}.`,
        table([
          ['', ...whole.map(({ of }) => words[of])],
          ...shown.map((column) => [column.title, ...whole.map(({ measures }) => figure(column, measures))]),
        ]),
        ...(parts.length > 0
          ? [
              table([
                ['by', 'name', 'faces', ...shown.map(({ title }) => title)],
                ...parts.map(({ by, name, measures }) => [
                  by,
                  name,
                  measures.faces,
                  ...shown.map((column) => figure(column, measures)),
                ]),
              ]),
            ]
          : []),
        ...(shown.some(({ title }) => title === 'OKS') ? [`OKS with sigma ${run.sigmas}, area 0.53 of the box.`] : []),
        ...(run.floor
          ? [`The labeller: agreement ${run.agreement}, on the ${count(run.floor.faces, 'face')} labelled twice.`]
          : []),
        ...run.excluded.map(({ reason, count: left }) => `Not counted: ${left} (${reason}).`),
      ].join('\n');
    })
    .join('\n\n');
}
