import type { DetailedMeasures, MeasuredPart, MeasuresBeside, RunMeasures } from '../../contract/index.ts';
import type { ReportFacts, ReportedRun } from './report-facts.ts';

/** What stands beside each other in a table: the runs, the mean shape and the labeller. */
export interface Compared {
  title: string;
  /** Null for what is no run, and never the best. */
  runId: number | null;
  of: keyof MeasuresBeside;
  /** Whose measures hold it. */
  run: ReportedRun;
}

/**
 * The runs, then the mean shape and the labeller: once where they are the same for all runs, as they are for runs that learn and see
 * the same, else once for each run.
 */
export function comparedColumns({ runs }: ReportFacts): Compared[] {
  const own = runs.map((run): Compared => ({ title: run.title, runId: run.run.id, of: 'run', run }));
  const beside = (of: 'baseline' | 'floor', title: string): Compared[] => {
    const known = runs.filter(({ measures }) => measures[of] !== null);
    const [first] = known;
    if (!first) return [];
    const isSame = known.every(({ measures }) => isAlike(measures[of], first.measures[of]));
    const shown = isSame ? [first] : known;
    return shown.map((run) => ({ title: isSame ? title : `${title} for run ${run.run.id}`, runId: null, of, run }));
  };
  return [...own, ...beside('baseline', 'mean shape'), ...beside('floor', 'labeller, twice')];
}

function isAlike(one: DetailedMeasures | null, other: DetailedMeasures | null): boolean {
  if (!one || !other) return one === other;
  return one.points === other.points && Math.abs(one.mse - other.mse) <= 1e-9 * one.mse;
}

/** A column's figures in a run's measures or in one part of them. */
export function measuresOf(
  { of }: Compared,
  measures: RunMeasures | MeasuredPart | undefined,
): DetailedMeasures | null {
  return measures?.[of] ?? null;
}

/** Which of the values of runs is the best; none of fewer than two that differ. */
export function bestOf(values: readonly (number | null)[], isHigher: boolean): number | null {
  const known = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (known.length < 2 || new Set(known).size < 2) return null;
  return isHigher ? Math.max(...known) : Math.min(...known);
}
