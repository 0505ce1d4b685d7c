import { gridValueWords, lossesCompare, type RunDetail, type RunSummary } from '../../../../src-main/contract/index.ts';
import type { CurveLine } from '../../../components/charts/loss-chart.ts';

/** The runs of a grid in the order they were made; empty when all were deleted. */
export function runsOfGrid(runs: readonly RunSummary[], gridId: number): RunSummary[] {
  return runs.filter(({ grid }) => grid?.id === gridId).toSorted((one, other) => one.id - other.id);
}

/** What a grid varies, by dotted paths. */
export function pathsOfGrid(runs: readonly RunSummary[]): string[] {
  return Object.keys(runs[0]?.grid?.values ?? {});
}

/** What a run of a grid has of its own: `0.1 · 64`. */
export function ownValues({ grid }: RunSummary): string {
  return Object.entries(grid?.values ?? {})
    .map(([path, value]) => gridValueWords(path, value))
    .join(' · ');
}

/** The number of the run with the lowest validation loss; null when none has one, or where their losses do not compare. */
export function bestOfGrid(runs: readonly RunSummary[]): number | null {
  if (!lossesCompare(runs.map(({ recipe }) => recipe))) return null;
  const [best] = ranked(runs);
  return best?.id ?? null;
}

/** Whether the best epoch's loss is below the mean shape's; null when that is not known. */
export function beatsMeanShape({ bestValidationLoss, baselineLoss }: RunSummary): boolean | null {
  return bestValidationLoss === null || baselineLoss === null ? null : bestValidationLoss < baselineLoss;
}

/** What a grid is sorted by: a figure, or the values at a path. */
export type SortKey = 'run' | 'status' | 'loss' | 'nme' | 'beats' | 'epochs' | 'time' | { path: string };

/** Runs by a column, lowest first or last; those that have nothing there always at the end. */
export function sortedRuns(runs: readonly RunSummary[], key: SortKey, descending: boolean): RunSummary[] {
  const sign = descending ? -1 : 1;
  return runs.toSorted((one, other) => {
    const [left, right] = [valueOf(one, key), valueOf(other, key)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || one.id - other.id;
    const apart =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right), 'en', { numeric: true });
    return sign * apart || one.id - other.id;
  });
}

function valueOf(run: RunSummary, key: SortKey): number | string | null {
  if (typeof key === 'object') {
    const value = run.grid?.values[key.path];
    return typeof value === 'number' ? value : gridValueWords(key.path, value) || null;
  }
  switch (key) {
    case 'run':
      return run.id;
    case 'status':
      return run.status;
    case 'loss':
      return Number.isFinite(run.bestValidationLoss) ? run.bestValidationLoss : null;
    case 'nme':
      return run.bestNme ?? null;
    case 'beats': {
      const beats = beatsMeanShape(run);
      return beats === null ? null : Number(!beats);
    }
    case 'epochs':
      return run.epochsDone;
    case 'time':
      return run.trainedSeconds;
  }
}

/** Up to so many curves are told apart by colour; in a larger grid so many of the best are. */
const namedCurves = 5;

/** The validation losses of a grid's runs, one curve each; all but the best stay grey where there are too many to name. */
export function linesOfGrid(runs: readonly RunSummary[], details: ReadonlyMap<number, RunDetail>): CurveLine[] {
  const named = runs.length <= namedCurves ? runs : ranked(runs).slice(0, namedCurves);
  const places = new Map(named.map(({ id }, place) => [id, place]));
  const lines = runs.map((run): CurveLine => {
    const place = places.get(run.id);
    const points = (details.get(run.id)?.epochs ?? []).map(({ epoch, validationLoss }) => ({
      epoch,
      value: validationLoss,
    }));
    return place === undefined
      ? { label: `run ${run.id}`, colour: '--dim', dash: [2, 3], points, unnamed: true }
      : { label: `run ${run.id}`, colour: `--series-${place + 1}`, dash: [], points };
  });
  // The named ones are drawn over the others.
  return lines.toSorted((one, other) => Number(one.unnamed ?? false) - Number(other.unnamed ?? false));
}

function ranked(runs: readonly RunSummary[]): RunSummary[] {
  const lossOf = ({ bestValidationLoss }: RunSummary): number =>
    bestValidationLoss !== null && Number.isFinite(bestValidationLoss) ? bestValidationLoss : Infinity;
  return runs.filter((run) => lossOf(run) < Infinity).toSorted((one, other) => lossOf(one) - lossOf(other));
}

/** The table as comma-separated values (RFC 4180) with full figures; losses are MSE on x/W, y/H, the NME is a fraction. */
export function csvOfGrid(runs: readonly RunSummary[]): string {
  const paths = pathsOfGrid(runs);
  const head = [
    'run',
    ...paths,
    'status',
    'best validation loss',
    'NME',
    'mean shape loss',
    'beats mean shape',
    'epochs',
    'of epochs',
    'seconds',
  ];
  const rows = runs.map((run) => [
    run.id,
    ...paths.map((path) => gridValueWords(path, run.grid?.values[path])),
    run.status,
    run.bestValidationLoss,
    run.bestNme ?? null,
    run.baselineLoss,
    { true: 'yes', false: 'no', null: '' }[String(beatsMeanShape(run)) as 'true' | 'false' | 'null'],
    run.epochsDone,
    run.recipe.epochs,
    run.trainedSeconds.toFixed(1),
  ]);
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
