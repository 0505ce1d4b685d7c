import { gridValueWords, lossesCompare, StudioError, type RunSummary } from '../../contract/index.ts';
import { duration, loss, table, type Output } from './output.ts';
import type { StudioCaller } from './studio-session.ts';

/**
 * Prints a grid's runs, one a row: what was varied, and how far it came; the best is starred
 * where their losses compare.
 *
 * @throws StudioError 'not found' when the project has no such grid
 */
export async function tellGrid(output: Output, caller: StudioCaller, gridId: number): Promise<void> {
  const all = await caller.runs.list();
  const runs = all.filter(({ grid }) => grid?.id === gridId).sort((one, other) => one.id - other.id);
  const [first] = runs;
  if (!first) {
    const known = [...new Set(all.flatMap(({ grid }) => (grid ? [grid.id] : [])))].sort((one, other) => one - other);
    const words = known.length > 0 ? `There are: ${known.join(', ')}.` : 'It has none: train --grid makes one.';
    throw new StudioError('not found', `There is no grid ${gridId} in this project. ${words}`);
  }
  const paths = Object.keys(first.grid?.values ?? {});
  const losses = runs.flatMap(({ bestValidationLoss }) => bestValidationLoss ?? []).filter(Number.isFinite);
  const least = lossesCompare(runs.map(({ recipe }) => recipe)) ? Math.min(...losses) : null;
  const rows = runs.map((run) => [
    run.id,
    ...paths.map((path) => gridValueWords(path, run.grid?.values[path])),
    run.status,
    `${run.epochsDone}/${run.recipe.epochs}`,
    `${loss(run.bestValidationLoss)}${run.bestValidationLoss === least ? ' *' : ''}`,
    typeof run.bestNme === 'number' ? `${(100 * run.bestNme).toFixed(2)} %` : '-',
    duration(run.trainedSeconds),
    beats(run),
  ]);
  const head = ['run', ...paths, 'status', 'epochs', 'best validation', 'NME', 'time', 'beats mean shape'];
  output.result({ kind: 'grid', grid: gridId, paths, runs }, table([head, ...rows]));
}

function beats({ bestValidationLoss, baselineLoss }: RunSummary): string {
  if (bestValidationLoss === null || baselineLoss === null) return '-';
  return bestValidationLoss < baselineLoss ? 'yes' : 'no';
}
