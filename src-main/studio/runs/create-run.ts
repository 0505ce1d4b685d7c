import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { StudioError, type Recipe, type RunGrid } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { runFolder, snapshotFile } from './run-folder.ts';
import { takeSnapshot } from './snapshot.ts';
import { findTransferSource, keepTransfer, keptTransfer } from './transfer-source.ts';

/** A run to be made; `values` are those of its grid. */
export interface WantedRun {
  recipe: Recipe;
  note: string;
  values?: RunGrid['values'];
}

/**
 * Freezes the project's labels and split for each run and writes them to the runs' folders, all or none; runs with values
 * are one grid. Answers the runs' numbers. Throws StudioError 'bad input' when a recipe and the project do not go together,
 * 'not found' when what it is to begin with is not there, 'failed' when it cannot be written.
 */
export function createRuns(store: Store, wanted: WantedRun[]): number[] {
  // The labels are the same for all that learn the same landmarks, and so is the file.
  const snapshots = new Map<string, ReturnType<typeof takeSnapshot> & { file: string | null }>();
  const checked = wanted.map((run) => {
    const learned = JSON.stringify(run.recipe.landmarks);
    const frozen = snapshots.get(learned) ?? { ...takeSnapshot(store, run.recipe), file: null };
    snapshots.set(learned, frozen);
    return { ...run, source: findTransferSource(store, run.recipe), frozen };
  });
  const made: number[] = [];
  try {
    for (const { recipe, note, values, source, frozen } of checked) {
      const grid = values && { id: made[0] ?? null, values };
      const id = store.runs.create({ recipe, note, snapshot: frozen.summary, grid });
      made.push(id);
      mkdirSync(runFolder(store, id), { recursive: true });
      const file = snapshotFile(store, id);
      if (frozen.file === null || !linked(frozen.file, file)) writeFileSync(file, JSON.stringify(frozen.snapshot));
      frozen.file ??= file;
      const begin = keptTransfer(store, { id, recipe });
      if (source && begin) keepTransfer(source, begin);
    }
  } catch (cause) {
    for (const id of made) {
      store.runs.delete(id);
      rmSync(runFolder(store, id), { recursive: true, force: true });
    }
    throw new StudioError('failed', `The run could not be written: ${(cause as Error).message}`, { cause });
  }
  return made;
}

/** A snapshot is never written again, so two runs can have one file; some file systems know no links. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
  } catch {
    // The caller writes it.
  }
  return existsSync(to);
}
