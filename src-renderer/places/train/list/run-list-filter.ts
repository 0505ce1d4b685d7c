import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { isUnderWay, type RunStatus, type RunSummary } from '../../../../src-main/contract/index.ts';
import { useRuns } from '../../../stores/runs.ts';
import { useStudio } from '../../../stores/studio.ts';

export type StatusChoice = 'all' | 'under way' | RunStatus;
export const runOrders = ['newest', 'validation loss', 'NME', 'name'] as const;
export type RunOrder = (typeof runOrders)[number];

/** Runs whose number, recipe, grid or note has all the words, in one of the states; figures lowest first, runs without one last. */
export function filterRuns(
  runs: readonly RunSummary[],
  { text, status, order }: { text: string; status: StatusChoice; order: RunOrder },
): RunSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = runs.filter((run) => {
    const said = `run ${run.id} ${run.recipeName} ${run.recipe.title} ${run.note} seed ${run.seed}`.toLowerCase();
    const isState = status === 'all' || (status === 'under way' ? isUnderWay(run.status) : run.status === status);
    return isState && words.every((word) => (/^\d+$/.test(word) ? saysNumber(run, word) : said.includes(word)));
  });
  if (order === 'newest') return found;
  return found.toSorted((one, other) => {
    if (order === 'name') return one.recipeName.localeCompare(other.recipeName, 'en', { numeric: true });
    const [left, right] = [figureOf(one, order), figureOf(other, order)];
    return left === right ? other.id - one.id : left - right;
  });
}

/** A whole number is that of a run, or stands in its name or note; `1` does not find run 12. */
function saysNumber({ id, recipeName, note }: RunSummary, number: string): boolean {
  return String(id) === number || `${recipeName} ${note}`.includes(number);
}

function figureOf(run: RunSummary, order: 'validation loss' | 'NME'): number {
  const figure = order === 'NME' ? run.bestNme : run.bestValidationLoss;
  return typeof figure === 'number' && Number.isFinite(figure) ? figure : Infinity;
}

/** What of the runs is listed, and in which order; it stays while other places are gone to. */
export const useRunListFilter = defineStore('run list filter', () => {
  const studio = useStudio();
  const runs = useRuns();
  const text = ref('');
  const status = ref<StatusChoice>('all');
  const order = ref<RunOrder>('newest');

  const listed = computed(() =>
    filterRuns(runs.runs ?? [], { text: text.value, status: status.value, order: order.value }),
  );
  const isOn = computed(() => text.value.trim() !== '' || status.value !== 'all');

  function clear(): void {
    text.value = '';
    status.value = 'all';
  }
  watch(() => studio.project?.path, clear);

  return { text, status, order, listed, isOn, clear };
});
