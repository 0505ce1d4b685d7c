import { StudioError } from '../../contract/index.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import { learnedLandmarks, type LearnedLandmark } from './recipes.ts';

/** Where a run's landmarks are in the project's schema as it is now. */
export interface RunLandmarks {
  /** In the order of the recipe; names and indices are the present schema's. */
  learned: LearnedLandmark[];
  /** The schema has the landmarks it had when the run was made, no more and no fewer: what is made of all of them (a crop) is the same. */
  sameLandmarks: boolean;
}

type RunOfSchema = Pick<StoredRun, 'id' | 'recipe' | 'schemaState'>;

/**
 * Finds the landmarks that a run learned in the present schema, through every change made since, renamed ones too.
 * Throws StudioError 'bad input' naming those that are gone, or when the change that the run was made after was undone.
 */
export function runLandmarks(store: ReadableStore, run: RunOfSchema): RunLandmarks {
  const traced = trace(store, run);
  if (traced === null)
    throw new StudioError(
      'bad input',
      `Run ${run.id} was trained on a schema that the project does not have any more: its change was undone. ` +
        'Redo the change to look at the run, or train one on the schema as it is.',
    );
  if (traced.lost.length > 0)
    throw new StudioError(
      'bad input',
      `Run ${run.id} learned ${someOf(traced.lost)}, which the schema ${store.schema().name} has lost since. ` +
        'Undo the change of the schema to look at the run, or train one on the schema as it is.',
    );
  return traced;
}

/** The same, null where that throws: for work that nobody asked for. */
export function runLandmarksIfAny(store: ReadableStore, run: RunOfSchema): RunLandmarks | null {
  const traced = trace(store, run);
  return traced === null || traced.lost.length > 0 ? null : traced;
}

/** Null when the run's schema is none of those the project's went through. `lost` are names as the run knows them. */
function trace(store: ReadableStore, run: RunOfSchema): (RunLandmarks & { lost: string[] }) | null {
  const schema = store.schema();
  const { state, earlier } = store.schemaHistory();
  if (run.schemaState === state)
    return { learned: learnedLandmarks(run.recipe, schema), sameLandmarks: true, lost: [] };
  const from = earlier.findIndex((step) => step.state === run.schemaState);
  const steps = earlier.slice(from);
  const first = steps[0];
  if (from < 0 || !first) return null;
  const nameNow = (name: string): string | null =>
    steps.reduce<string | null>(
      (now, step) => (now === null ? null : (step.to[step.names.indexOf(now)] ?? null)),
      name,
    );
  const learned: LearnedLandmark[] = [];
  const lost: string[] = [];
  for (const name of run.recipe.landmarks === 'all' ? first.names : run.recipe.landmarks) {
    const now = nameNow(name);
    const index = schema.landmarks.findIndex((landmark) => landmark.name === now);
    if (now === null || index < 0) lost.push(name);
    else learned.push({ index, name: now });
  }
  const sameLandmarks =
    first.names.length === schema.landmarks.length && first.names.every((name) => nameNow(name) !== null);
  return { learned, lost, sameLandmarks };
}

function someOf(names: string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
