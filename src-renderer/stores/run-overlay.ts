import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useRuns } from './runs.ts';
import { useStudio } from './studio.ts';

/** Runs whose curves are drawn over those of the run that is shown; they stay when another is shown. */
export const useRunOverlay = defineStore('run overlay', () => {
  const studio = useStudio();
  const runs = useRuns();

  /** With the run that is shown, one for each style of a curve. */
  const most = 5;
  const chosen = ref<number[]>([]);

  /** Those that are there still, in the order they were added. */
  const ids = computed(() =>
    chosen.value.filter((id) => id !== runs.chosenId && runs.runs?.some((run) => run.id === id)),
  );
  const details = computed(() => ids.value.flatMap((id) => runs.details.get(id) ?? []));
  /** Runs with curves that could be added, newest first. */
  const addable = computed(() =>
    (runs.runs ?? []).filter(({ id, epochsDone }) => epochsDone > 0 && id !== runs.chosenId && !ids.value.includes(id)),
  );
  const isFull = computed(() => ids.value.length >= most);

  function add(runId: number): void {
    if (!isFull.value && !ids.value.includes(runId)) chosen.value = [...ids.value, runId];
  }
  function remove(runId: number): void {
    chosen.value = chosen.value.filter((id) => id !== runId);
  }
  function clear(): void {
    chosen.value = [];
  }

  watch(
    () => ids.value.filter((id) => !runs.details.has(id)),
    (missing) => {
      for (const id of missing) void runs.ensureDetail(id);
    },
  );
  watch(() => studio.project?.path, clear);

  return { most, ids, details, addable, isFull, add, remove, clear };
});
