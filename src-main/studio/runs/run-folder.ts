import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableStore } from '../store/interface.ts';

/** `runs/<id>` of the project: snapshot.json, job.json, log.txt, checkpoint/ and best/. */
export function runFolder(store: ReadableStore, runId: number): string {
  return join(store.projectFolder, 'runs', String(runId));
}

export function snapshotFile(store: ReadableStore, runId: number): string {
  return join(runFolder(store, runId), 'snapshot.json');
}

/** True when the trainer has left a checkpoint to go on from: the last, or its spare when it was killed between the two. */
export function hasCheckpoint(store: ReadableStore, runId: number): boolean {
  const folder = join(runFolder(store, runId), 'checkpoint');
  return ['last.checkpoint', 'spare.checkpoint'].some((name) => existsSync(join(folder, name)));
}

/** Where the trainer keeps decoded images: shared by all runs, rebuildable. */
export function decodedCache(store: ReadableStore): string {
  return join(store.projectFolder, 'cache', 'decoded');
}
