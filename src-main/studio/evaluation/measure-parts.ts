import type {
  Breakdown,
  DetailedMeasures,
  LandmarkSchema,
  MeasuredPart,
  MeasuresBeside,
} from '../../contract/index.ts';
import type { LearnedLandmark } from '../runs/recipes.ts';
import { boxPlot } from './box-plot.ts';
import { detailedMeasures, partOf, type MeasuredTable } from './detailed-measures.ts';

/** A table with what its rows are told apart by. */
export interface KeyedTable {
  table: MeasuredTable;
  /** Of each row; of the floor nobody asks. */
  instanceIds: number[];
  /** Of each row; null for an image that belongs to nobody. */
  persons: (string | null)[];
  /** Of the split. */
  parts: string[];
}

/** What stands beside each other: the same columns, the floor's rows of other faces. */
export type Tables = Record<keyof MeasuresBeside, KeyedTable | null>;

/** All of each table. */
export function beside(tables: Tables, ced: boolean): MeasuresBeside {
  return besideOf(tables, ({ table }) => detailedMeasures(table, ced));
}

/** The same told apart: by landmark and group in the schema's order, by person and part of the split in natural order. */
export function partsBy(
  by: Breakdown,
  tables: Tables,
  learned: readonly LearnedLandmark[],
  schema: LandmarkSchema,
  ced: boolean,
): MeasuredPart[] {
  if (by === 'landmark')
    return learned.map(({ name }, column) => ({
      ...partOfColumns(tables, name, [column], ced),
      boxPlot: tables.run && boxPlot(tables.run.table, column, tables.run.instanceIds),
    }));
  if (by === 'group') {
    const groupOf = ({ index }: LearnedLandmark): string => schema.landmarks[index]?.group ?? '';
    const names = [...new Set(learned.map(groupOf))];
    return names.map((name) => {
      const columns = learned.flatMap((landmark, column) => (groupOf(landmark) === name ? [column] : []));
      return partOfColumns(tables, name, columns, ced);
    });
  }
  const [run, baseline, floor] = [tables.run, tables.baseline, tables.floor].map((keyed) => rowsByKey(keyed, by));
  const rows = { run, baseline, floor };
  return [...(run?.keys() ?? [])].sort(naturally.compare).map((name) => {
    const of = (which: keyof Tables): DetailedMeasures | null => {
      const keyed = tables[which];
      if (!keyed) return null;
      return detailedMeasures(partOf(keyed.table, rows[which]?.get(name) ?? [], [...keyed.table.sigmas.keys()]), ced);
    };
    return { name, run: of('run'), baseline: of('baseline'), floor: of('floor') };
  });
}

/** A table's rows by person or part of the split. */
function rowsByKey(keyed: KeyedTable | null, by: 'person' | 'split'): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, key] of (keyed?.[by === 'split' ? 'parts' : 'persons'] ?? []).entries()) {
    const name = key ?? 'no person';
    const known = rows.get(name);
    if (known) known.push(row);
    else rows.set(name, [row]);
  }
  return rows;
}

const naturally = new Intl.Collator('en', { numeric: true });

function partOfColumns(tables: Tables, name: string, columns: readonly number[], ced: boolean): MeasuredPart {
  return {
    name,
    ...besideOf(tables, ({ table }) => {
      const rows = Array.from({ length: table.truth.rows }, (_, row) => row);
      return detailedMeasures(partOf(table, rows, columns), ced);
    }),
  };
}

function besideOf(tables: Tables, measured: (keyed: KeyedTable) => DetailedMeasures | null): MeasuresBeside {
  const of = (keyed: KeyedTable | null): DetailedMeasures | null => keyed && measured(keyed);
  return { run: of(tables.run), baseline: of(tables.baseline), floor: of(tables.floor) };
}
