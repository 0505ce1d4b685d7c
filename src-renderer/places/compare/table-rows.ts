import {
  seesAlike,
  type DetailedMeasures,
  type MeasuredRuns,
  type Normaliser,
  type RunMeasures,
  type RunSummary,
} from '../../../src-main/contract/index.ts';
import { clockOf } from '../../app/messages.ts';
import { formatCount, formatLoss, formatPercent, formatPx } from '../../components/charts/figures.ts';
import { normaliserWords } from './figure-words.ts';

/** Of a run, or of what stands beside them: the mean training shape and the labeller's second labelling. */
export interface TableRow {
  key: string;
  kind: 'run' | 'mean' | 'floor';
  /** Of a run: its place among those that are measured, which gives letter and colour. */
  place: number | null;
  title: string;
  run: RunSummary | null;
  measures: DetailedMeasures;
  beats: boolean | null;
}

export const letterOf = (place: number): string => 'ABCDEF'[place] ?? '';

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.abs(one);
const isSame = (one: DetailedMeasures, other: DetailedMeasures): boolean =>
  one.points === other.points && isNear(one.mse, other.mse) && isNear(one.meanErrorPx, other.meanErrorPx);

/** Runs in the order they were chosen, then each mean shape and labeller once, with whose it is where they differ. */
export function tableRows(
  measured: MeasuredRuns,
  runIds: readonly number[],
  summaries: readonly RunSummary[],
): TableRow[] {
  const found = runIds.flatMap((runId, place) => {
    const run = measured.runs.find((each) => each.runId === runId);
    return run?.run ? [{ run, own: run.run, place }] : [];
  });
  const rows = found.map(({ run, own, place }): TableRow => {
    const summary = summaries.find(({ id }) => id === run.runId) ?? null;
    const note = summary?.note.split('\n')[0] ?? '';
    return {
      key: `run ${run.runId}`,
      kind: 'run',
      place,
      title: `run ${run.runId} · ${run.recipeName}${summary ? `, seed ${summary.seed}` : ''}${note ? `, ${note}` : ''}`,
      run: summary,
      measures: own,
      beats: run.baseline && own.mse < run.baseline.mse,
    };
  });
  const beside = (kind: 'mean' | 'floor', title: string, of: (run: RunMeasures) => DetailedMeasures | null) => {
    const distinct: { measures: DetailedMeasures; letters: string[] }[] = [];
    for (const { run, place } of found) {
      const measures = of(run);
      if (!measures) continue;
      const known = distinct.find((each) => isSame(each.measures, measures));
      if (known) known.letters.push(letterOf(place));
      else distinct.push({ measures, letters: [letterOf(place)] });
    }
    return distinct.map(({ measures, letters }): TableRow => ({
      key: `${kind} ${letters[0]}`,
      kind,
      place: null,
      title: distinct.length > 1 ? `${title} for ${letters.join(', ')}` : title,
      run: null,
      measures,
      beats: null,
    }));
  };
  return [
    ...rows,
    ...beside('mean', 'Mean shape', ({ baseline }) => baseline),
    ...beside('floor', 'Labeller, twice', ({ floor }) => floor),
  ];
}

export interface TableColumn {
  title: string;
  hint: string;
  texts: string[];
  /** Which of the rows are the best; none where they cannot be compared. */
  best: boolean[];
}

interface Figure {
  title: string;
  hint: string;
  value: (row: TableRow) => number | null;
  format: (value: number | null) => string;
  more?: true;
  /** Of x/W, y/H of what the run sees. */
  ofFractions?: true;
  ranked?: false;
}

/** Why figures of some runs are not of the same thing; null where they are. */
export interface Incomparable {
  landmarks: boolean;
  view: boolean;
}

export function incomparable(rows: readonly TableRow[]): Incomparable {
  const runs = rows.flatMap(({ run }) => run ?? []);
  const learned = new Set(
    rows.flatMap(({ kind, run, measures }) =>
      kind === 'run' ? `${JSON.stringify(run?.recipe.landmarks)} ${Math.round(measures.points / measures.faces)}` : [],
    ),
  );
  const [first, ...others] = runs;
  return {
    landmarks: learned.size > 1,
    view: first !== undefined && others.some((other) => !seesAlike(first.recipe.input, other.recipe.input)),
  };
}

/** Every column with its texts, row by row, and the best of it; less is better but for the area under the curve. */
export function tableColumns(rows: readonly TableRow[], normaliser: Normaliser): TableColumn[] {
  const { landmarks, view } = incomparable(rows);
  return figuresOf(normaliser).map(({ title, hint, value, format, more, ofFractions, ranked }) => {
    const values = rows.map(value);
    const ranks = ranked !== false && !landmarks && !(ofFractions && view);
    // The floor is of other images, and no run: never the best.
    const known = values.map((each, place) => (rows[place]?.kind === 'floor' ? null : each));
    return {
      title,
      hint,
      texts: values.map((each) => format(each)),
      best: ranks ? bestOf(known, more ?? false) : values.map(() => false),
    };
  });
}

/** Which values are the smallest, or the largest; ties too, and nothing that stands alone. */
export function bestOf(values: readonly (number | null)[], isMore: boolean): boolean[] {
  const known = values.filter((value) => value !== null && Number.isFinite(value)).map(Number);
  const best = isMore ? Math.max(...known) : Math.min(...known);
  return values.map((value) => known.length > 1 && value === best);
}

function figuresOf(normaliser: Normaliser): Figure[] {
  const by = normaliserWords[normaliser];
  return [
    {
      title: 'MSE',
      hint: 'Mean squared error of x/W and y/H',
      ofFractions: true,
      value: ({ measures }) => measures.mse,
      format: formatLoss,
    },
    {
      title: 'NME',
      hint: `Mean over faces of the mean distance, ${by}`,
      value: ({ measures }) => measures.normalised[normaliser]?.nme ?? null,
      format: formatPercent,
    },
    {
      title: 'Mean px',
      hint: 'Mean distance in px of the original images',
      value: ({ measures }) => measures.meanErrorPx,
      format: formatPx,
    },
    {
      title: 'Median px',
      hint: 'Half of the landmarks are nearer',
      value: ({ measures }) => measures.medianErrorPx,
      format: formatPx,
    },
    {
      title: 'p95 px',
      hint: '95 % of the landmarks are nearer',
      value: ({ measures }) => measures.p95ErrorPx,
      format: formatPx,
    },
    {
      title: 'FR @0.10',
      hint: `Failure rate: share of faces with an NME above 0.10, ${by}`,
      value: ({ measures }) => measures.normalised[normaliser]?.failureRate['0.10'] ?? null,
      format: formatPercent,
    },
    {
      title: 'AUC @0.10',
      hint: `Area under the curve of faces under an error, up to 0.10, ${by}; 1 is perfect`,
      more: true,
      value: ({ measures }) => measures.normalised[normaliser]?.auc['0.10'] ?? null,
      format: (value) => (value === null ? '—' : value.toFixed(2)),
    },
    {
      title: 'Time',
      hint: 'Trained for',
      value: ({ run }) => run?.trainedSeconds ?? null,
      format: (value) => (value === null ? '—' : clockOf(value)),
    },
    {
      title: 'Labels changed',
      hint: 'Landmarks that its snapshot has otherwise than the run before had them',
      ranked: false,
      value: ({ run }) => (run ? (run.snapshot.changedSincePrevious?.landmarks ?? 0) : null),
      format: (value) => (value === null ? '—' : formatCount(value)),
    },
  ];
}

/** What is not counted and not compared, in words. */
export function tableNotes(measured: MeasuredRuns, runIds: readonly number[], rows: readonly TableRow[]): string[] {
  const { landmarks, view } = incomparable(rows);
  const letters = new Map(runIds.map((runId, place) => [runId, letterOf(place)]));
  const left = new Map<string, string[]>();
  for (const { runId, excluded } of measured.runs)
    for (const { reason, count } of excluded) {
      const words = `${formatCount(count)} ${reason}`;
      left.set(words, [...(left.get(words) ?? []), letters.get(runId) ?? '']);
    }
  const isOfAll = (of: string[]): boolean => of.length === measured.runs.length;
  const notCounted = [...left].map(([words, of]) => (isOfAll(of) ? words : `${words} (${of.join(', ')})`));
  return [
    ...measured.refused.map(
      ({ runId, reason }) => `${letters.get(runId) ?? `Run ${runId}`} is not measured: ${reason}`,
    ),
    ...(notCounted.length > 0 ? [`Not counted: ${notCounted.join('; ')}.`] : []),
    ...(landmarks
      ? ['These runs learn different landmarks: their errors are not of the same thing, so none is starred.']
      : []),
    ...(view
      ? ['These runs see different parts of the images: their MSE is of fractions of those, so none is starred.']
      : []),
  ];
}
