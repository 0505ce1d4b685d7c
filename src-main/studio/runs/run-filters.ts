import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filtersFile, type RunFilters, type RunReference } from '../../contract/index.ts';
import type { Picture } from '../pictures/picture-cache.ts';
import type { ReadableStore } from '../store/interface.ts';
import { runFolder } from './run-folder.ts';
import { resolveRun } from './run-reference.ts';

/** The epochs whose filters the trainer has left as pictures so far. Throws StudioError 'not found' for no run. */
export function listFilters(store: ReadableStore, reference: RunReference): RunFilters {
  const runId = resolveRun(store, reference).id;
  const epochs = filesIn(filtersFolder(store, runId)).flatMap((name) => {
    const epoch = Number(/^epoch-(\d{4,6})\.png$/.exec(name)?.[1] ?? NaN);
    return Number.isNaN(epoch) ? [] : [epoch];
  });
  return { runId, epochs: epochs.sort((one, other) => one - other) };
}

/** Null where there is none. */
export async function filtersPicture(store: ReadableStore, runId: number, epoch: number): Promise<Picture | null> {
  try {
    return {
      contentType: 'image/png',
      bytes: await readFile(join(filtersFolder(store, runId), filtersFile(epoch))),
    };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function filtersFolder(store: ReadableStore, runId: number): string {
  return join(runFolder(store, runId), 'filters');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
