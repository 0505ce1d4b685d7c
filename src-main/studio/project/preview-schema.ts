import type { SchemaChange, SchemaPreview } from '../../contract/index.ts';
import { runLandmarksIfAny } from '../runs/run-landmarks.ts';
import type { ReadableStore } from '../store/interface.ts';

/** What a change of the project's schema would do to its labels and runs. Throws StudioError 'bad input' when it does not fit. */
export function previewSchemaChange(store: ReadableStore, change: SchemaChange): SchemaPreview {
  const counted = store.previewSchema(change);
  const gone = new Set(counted.landmarks.filter(({ to }) => to === null).map(({ from }) => from));
  const runs = store.runs.all().flatMap((run) => {
    if (run.bestEpoch === null) return [];
    const learned = runLandmarksIfAny(store, run)?.learned ?? [];
    const lost = learned.filter(({ name }) => gone.has(name)).map(({ name }) => name);
    return lost.length > 0 ? [{ runId: run.id, lost }] : [];
  });
  return { ...counted, runs };
}
