import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Breakdown, MeasuredRuns, Normaliser, ShapeModel } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { useComparison } from './comparison.ts';
import { studioClient, useStudio } from './studio.ts';

/** What stands beside the gallery: the chosen face, the errors on the mean face, or the cumulative error distribution. */
export type ComparePanelView = 'face' | 'map' | 'curve';

/** What the errors on the mean face are told apart by beneath it. */
export type ErrorTable = Breakdown | 'sides';

/** What runs measure to by all definitions: all chosen runs together, and of A and B told apart when it is looked at. */
export const useRunMeasures = defineStore('run measures', () => {
  const studio = useStudio();
  const comparison = useComparison();

  const view = useLocalStorage<ComparePanelView>('studio.compare.panel', 'face');
  const table = useLocalStorage<ErrorTable>('studio.compare.table', 'landmark');
  /** Of all chosen runs, with their curves. */
  const whole = shallowRef<MeasuredRuns | null>(null);
  /** Of A and B, told apart; what is asked for is there, what was asked for before may be. */
  const parts = shallowRef<MeasuredRuns | null>(null);
  const meanFace = shallowRef<ShapeModel['mean'] | null>(null);
  const loading = ref(false);
  const problem = ref('');
  let [wholeQuestion, partsQuestion] = [0, 0];

  const pair = computed(() => [comparison.a?.runId, comparison.b?.runId].filter((id) => id !== undefined));
  /** What errors are divided by where they are told as parts of a face's size. */
  const normaliser = computed<Normaliser>(() => (comparison.unit === 'px' ? 'inter-ocular' : comparison.unit));

  const asking = () => ({ ...comparison.compared, visibleOnly: comparison.visibleOnly });

  /** Measures all chosen runs; what is shown stays until the answer is there. */
  async function load(): Promise<void> {
    const asked = (wholeQuestion += 1);
    problem.value = '';
    if (comparison.a === null) {
      whole.value = null;
      return;
    }
    loading.value = true;
    try {
      const measured = await studioClient().evaluation.measure.mutate({
        runs: comparison.runIds,
        ...asking(),
        ced: true,
      });
      if (asked === wholeQuestion) whole.value = measured;
    } catch (error) {
      if (asked !== wholeQuestion) return;
      whole.value = null;
      problem.value = messageOf(error);
    }
    if (asked === wholeQuestion) loading.value = false;
  }

  /** Measures A and B told apart, where the errors are looked at. */
  async function loadParts(): Promise<void> {
    const asked = (partsQuestion += 1);
    if (view.value !== 'map' || pair.value.length === 0 || problem.value) return;
    const client = studioClient();
    const by: Breakdown[] = table.value === 'sides' ? ['landmark'] : [...new Set(['landmark', table.value] as const)];
    try {
      const [measured, model] = await Promise.all([
        client.evaluation.measure.mutate({ runs: pair.value, ...asking(), by, sides: table.value === 'sides' }),
        client.annotations.shapeModel.query({}),
      ]);
      if (asked !== partsQuestion) return;
      parts.value = measured;
      meanFace.value = model.mean;
    } catch (error) {
      if (asked === partsQuestion) problem.value = messageOf(error);
    }
  }

  function forget(): void {
    wholeQuestion += 1;
    partsQuestion += 1;
    [whole.value, parts.value, meanFace.value, problem.value] = [null, null, null, ''];
    loading.value = false;
  }

  watch(() => [studio.project?.path, comparison.isBlind], forget);

  return { view, table, whole, parts, meanFace, loading, problem, normaliser, pair, load, loadParts };
});

/** Keeps the measures up to date while the calling component lives: with the comparison, which follows the labels. */
export function followRunMeasures(): void {
  const comparison = useComparison();
  const measures = useRunMeasures();
  // Once both runs' faces are there, which are shown first; the studio then knows them.
  watch(
    () => [comparison.runIds.join(), comparison.a, comparison.b, comparison.loading] as const,
    () => {
      if (!comparison.loading) void measures.load();
    },
    { immediate: true },
  );
  watch(
    () => [measures.view, measures.table, measures.whole] as const,
    () => void measures.loadParts(),
    { immediate: true },
  );
}
