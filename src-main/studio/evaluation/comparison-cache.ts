import type { ComparedOn } from '../../contract/index.ts';
import type { OpenProject } from '../context.ts';
import type { ReadableStore, StoredRun } from '../store/interface.ts';
import { compareFaces, type Comparison } from './compared-faces.ts';

/** Landmarks of all comparisons that are kept together, some 150 MB. */
const mostLandmarks = 1_500_000;

interface Kept {
  /** Of the store when the comparison was begun. */
  state: string;
  comparison: Comparison;
}

/** By what was asked, the oldest first. */
const kept = new WeakMap<ReadableStore, Map<string, Kept>>();

/**
 * `compareFaces`, or what it found before as long as nothing has been written since: Compare asks the same faces for their
 * figures, their order and their places, and reading thousands of them takes a second.
 */
export async function comparisonOf(
  project: OpenProject,
  run: StoredRun,
  { on, filter }: ComparedOn,
): Promise<Comparison> {
  const { store } = project;
  const ofStore = kept.get(store) ?? new Map<string, Kept>();
  kept.set(store, ofStore);
  const asked = JSON.stringify([run.id, on, filter ?? {}]);
  const state = store.state();
  for (const [key, each] of ofStore) if (each.state !== state) ofStore.delete(key);
  const known = ofStore.get(asked);
  if (known) {
    ofStore.delete(asked);
    ofStore.set(asked, known);
    return known.comparison;
  }
  const comparison = await compareFaces(project, run, { on, filter });
  ofStore.set(asked, { state, comparison });
  let total = 0;
  for (const [key, each] of [...ofStore].reverse()) {
    total += each.comparison.faces.length * each.comparison.learned.length;
    if (total > mostLandmarks) ofStore.delete(key);
  }
  return comparison;
}
