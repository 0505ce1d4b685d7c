import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { MeasuredRuns, ShapeModel } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { useComparison } from './comparison.ts';
import { useRuns } from './runs.ts';
import { studioClient, useStudio } from './studio.ts';

/** What stands beside the gallery: the chosen face, the errors on the mean face, or the cumulative error distribution. */
export type ComparePanelView = 'face' | 'map' | 'curve';

/** Each colour of a curve tells one run. */
export const mostRuns = 5;

/** What runs measure to by all definitions, asked for when it is looked at: by landmark for A and B, and as curves for more runs. */
export const useRunMeasures = defineStore('run measures', () => {
  const studio = useStudio();
  const runs = useRuns();
  const comparison = useComparison();

  const view = useLocalStorage<ComparePanelView>('studio.compare.panel', 'face');
  /** Runs whose curves stand beside those of A and B. */
  const added = ref<number[]>([]);
  const byLandmark = shallowRef<MeasuredRuns | null>(null);
  const meanFace = shallowRef<ShapeModel['mean'] | null>(null);
  const curves = shallowRef<MeasuredRuns | null>(null);
  const loading = ref(false);
  const problem = ref('');
  let question = 0;

  const pair = computed(() => [comparison.a?.runId, comparison.b?.runId].filter((id) => id !== undefined));
  const runIds = computed(() => [...new Set([...pair.value, ...added.value])].slice(0, mostRuns));
  const addable = computed(() => runs.comparable.filter(({ id }) => !runIds.value.includes(id)));

  function add(runId: number): void {
    if (runIds.value.length < mostRuns) added.value = [...added.value, runId];
  }
  function remove(runId: number): void {
    added.value = added.value.filter((id) => id !== runId);
  }

  /** Measures what the view shows; what is shown stays until the answer is there. */
  async function load(): Promise<void> {
    const asked = (question += 1);
    problem.value = '';
    const shown = view.value;
    loading.value = shown !== 'face' && pair.value.length > 0;
    if (!loading.value) return;
    const { on } = comparison;
    const client = studioClient();
    try {
      if (shown === 'map') {
        const [measured, model] = await Promise.all([
          client.evaluation.measure.mutate({ runs: pair.value, on, by: ['landmark'] }),
          client.annotations.shapeModel.query({}),
        ]);
        if (asked !== question) return;
        byLandmark.value = measured;
        meanFace.value = model.mean;
      } else {
        const measured = await client.evaluation.measure.mutate({ runs: runIds.value, on, ced: true });
        if (asked !== question) return;
        curves.value = measured;
      }
    } catch (error) {
      if (asked === question) problem.value = messageOf(error);
    }
    if (asked === question) loading.value = false;
  }

  function forget(): void {
    question += 1;
    [byLandmark.value, meanFace.value, curves.value, problem.value] = [null, null, null, ''];
    loading.value = false;
  }

  watch(
    () => [studio.project?.path, comparison.isBlind],
    () => {
      forget();
      added.value = [];
    },
  );
  // A run that was deleted has no curve.
  watch(
    () => runs.comparable,
    (known) => (added.value = added.value.filter((id) => known.some((run) => run.id === id))),
  );

  return { view, added, byLandmark, meanFace, curves, loading, problem, runIds, addable, add, remove, load };
});

/** Keeps the measures up to date while the calling component lives: with the comparison, which follows the labels. */
export function followRunMeasures(): void {
  const comparison = useComparison();
  const measures = useRunMeasures();
  watch(
    () => [measures.view, measures.runIds.join(), comparison.a?.evaluation, comparison.b?.evaluation] as const,
    () => void measures.load(),
    { immediate: true },
  );
}
