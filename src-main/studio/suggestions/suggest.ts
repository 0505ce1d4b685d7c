import type { z } from 'zod';
import type { suggestSchema, SuggestPlan, SuggestResult } from '../../contract/index.ts';
import type { OpenProject, StudioContext } from '../context.ts';
import { TimeSlices } from '../jobs/time-slices.ts';
import { runLandmarks } from '../runs/run-landmarks.ts';
import { resolveTrainedRun } from '../runs/run-reference.ts';
import type { StoredRun } from '../store/interface.ts';
import type { FoundFace } from '../store/suggestion-table.ts';
import { suggestible, type Suggestible } from './suggestible.ts';

type Asked = z.output<typeof suggestSchema>;

/** Written in one transaction: a few ms in which nobody else is answered. */
const imagesAtOnce = 100;

/** Nobody can cancel the step that keeps what there is. */
const toItsEnd = { signal: new AbortController().signal, progress: () => undefined };

/**
 * What `suggest` would do, without doing it. Throws StudioError 'not found' for a run that is not there or has no model, 'bad
 * input' for one whose landmarks the schema has lost.
 */
export function planSuggestions(context: StudioContext, asked: Asked): SuggestPlan {
  const { run, images, looks, excluded } = prepare(context.project(), asked);
  const pace = context.project().store.runs.epochs(run.id).at(-1)?.imagesPerSecond;
  return { runId: run.id, images, excluded, secondsAtMost: pace ? looks.length / pace : null };
}

/**
 * Asks a run about all images of a filter that have no labels, as a job, and opens what it finds as suggestions: one step that undo
 * takes back. Cancelled, it keeps what was predicted by then. Throws as `planSuggestions`, and as `Predictor.predictFiles`.
 */
export async function suggest(context: StudioContext, asked: Asked): Promise<SuggestResult> {
  const project = context.project();
  const { store } = project;
  const { run, looks, excluded } = prepare(project, asked);
  if (looks.length === 0) return { runId: run.id, images: 0, excluded, problems: [], cancelled: false };
  const found = new Map<number, FoundFace[]>();
  const { problems, cancelled } = await project.runs.predictor.predictLooks(
    run,
    looks,
    ({ imageId, instanceId }, points) => {
      found.set(imageId, [...(found.get(imageId) ?? []), { imageId, instanceId, points }]);
    },
    async () => {
      if (found.size === 0) return;
      const byImage = [...found.values()];
      const slices = new TimeSlices();
      for (let at = 0; at < byImage.length; at += imagesAtOnce) {
        store.suggestions.put(run.id, byImage.slice(at, at + imagesAtOnce).flat());
        await slices.rest();
      }
      await store.makeLongStep('openSuggestions', [run.id, [...found.keys()]], toItsEnd);
    },
  );
  return { runId: run.id, images: found.size, excluded, problems, cancelled };
}

function prepare({ store }: OpenProject, asked: Asked): Suggestible & { run: StoredRun } {
  const run = resolveTrainedRun(store, asked.run);
  // Says which landmarks the schema has lost, before anything is predicted.
  runLandmarks(store, run);
  const images = store.images.withInstances(asked.filter);
  return { run, ...suggestible(run, images, (image) => store.images.file(image)) };
}
