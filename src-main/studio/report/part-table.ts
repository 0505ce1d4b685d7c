import {
  formatPercent,
  formatPx,
  measuredColumns,
  measureNames,
  normalisers,
  type MeasuredPart,
} from '../../contract/index.ts';
import { comparedColumns, measuresOf } from './compared-columns.ts';
import type { ReportFacts } from './report-facts.ts';
import { figure, text, type Cell, type ReportTable } from './report-table.ts';

/** More persons than this are in the CSV alone. */
const mostPersons = 40;
const titles = { group: 'By group of landmarks', landmark: 'By landmark', person: 'By person' };

/** Mean distance and NME of each part for runs, mean shape and labeller; null where faces belong to nobody. All measures are in its CSV. */
export function partTable(facts: ReportFacts, by: 'group' | 'landmark' | 'person'): ReportTable | null {
  const { runs, normaliser } = facts;
  const compared = comparedColumns(facts);
  const named = runs.map(({ measures }) => new Map((measures.by[by] ?? []).map((part) => [part.name, part])));
  const names = [...new Set(named.flatMap((parts) => [...parts.keys()]))];
  if (names.length === 0 || (by === 'person' && names.length === 1)) return null;
  const partOf = (place: number, name: string): MeasuredPart | undefined => named[place]?.get(name);
  const worst = (name: string): number =>
    Math.max(...runs.map(({ place }) => partOf(place, name)?.run?.meanErrorPx ?? -1));
  const shown =
    by === 'person' && names.length > mostPersons
      ? names.toSorted((one, other) => worst(other) - worst(one)).slice(0, mostPersons)
      : names;
  // Of each run's own, so that a run that is far off does not hide where another one errs.
  const longest = runs.map(({ place }) =>
    Math.max(Number.MIN_VALUE, ...shown.map((name) => partOf(place, name)?.run?.meanErrorPx ?? 0)),
  );
  const cells = (name: string): Cell[] =>
    compared.flatMap((each): Cell[] => {
      const measures = measuresOf(each, partOf(each.run.place, name));
      const px = figure(measures?.meanErrorPx, formatPx);
      if (each.runId === null) return [px];
      const bar = measures ? { bar: measures.meanErrorPx / (longest[each.run.place] ?? 1) } : {};
      return [{ ...px, ...bar }, figure(measures?.normalised[normaliser]?.nme, formatPercent)];
    });
  const groups = new Map(facts.schema.landmarks.map((landmark) => [landmark.name, landmark.group]));
  const left = names.length - shown.length;
  return {
    name: `by-${by}`,
    caption: `${titles[by]}${left > 0 ? `: the ${shown.length} furthest off, the other ${left} in the CSV` : ''}`,
    columns: [
      { title: '', kind: 'text' },
      ...(by === 'landmark' ? [{ title: 'Group', kind: 'text' as const }] : []),
      ...compared.flatMap(({ title, runId }) => [
        { title: `${title}, px`, kind: 'figure' as const, hint: 'Mean distance, px of the original images' },
        ...(runId === null ? [] : [{ title: 'NME', kind: 'figure' as const, hint: normaliser }]),
      ]),
    ],
    rows: shown.map((name) => [
      text(name),
      ...(by === 'landmark' ? [text(groups.get(name) ?? '')] : []),
      ...cells(name),
    ]),
    csv: partRows(facts, by),
  };
}

const words = { run: 'run', baseline: 'mean shape', floor: 'labeller' } as const;

/** A line for each part and each of run, mean shape and labeller, with everything that is measured. */
function partRows({ runs }: ReportFacts, by: 'group' | 'landmark' | 'person'): (string | number | null)[][] {
  const columns = measuredColumns(
    measureNames.filter((name) => name !== 'ced'),
    [...normalisers],
  );
  const head = ['run', 'recipe', by, 'of', 'faces', 'landmarks measured', ...columns.map(({ title }) => title)];
  const rows = runs.flatMap(({ measures: { runId, recipeName, by: parts } }) =>
    (parts[by] ?? []).flatMap((part) =>
      (['run', 'baseline', 'floor'] as const).flatMap((of) => {
        const measures = part[of];
        if (!measures) return [];
        const figures = columns.map((column) => column.value(measures));
        return [[runId, recipeName, part.name, words[of], measures.faces, measures.points, ...figures]];
      }),
    ),
  );
  return [head, ...rows];
}
