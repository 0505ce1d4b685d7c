import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useImages } from './images.ts';
import { useStudio } from './studio.ts';

/** Whose prediction Annotate shows over the open image: the run that was reviewed last, else the newest. */
export const useShownRun = defineStore('shown run', () => {
  const images = useImages();
  const studio = useStudio();
  const isShown = useLocalStorage('studio.prediction', false);
  /** Null lets it be the newest run. */
  const wanted = ref<number | null>(null);
  const run = computed(() => wanted.value ?? images.run);

  function show(runId: number): void {
    wanted.value = runId;
    isShown.value = true;
  }

  // A newer run is what the person trained since; another project has other runs.
  watch(
    () => [studio.project?.path, images.run] as const,
    ([path, newest], [pathBefore, newestBefore]) => {
      if (path !== pathBefore || (newestBefore !== null && newest !== newestBefore)) wanted.value = null;
    },
  );

  return { run, isShown, show };
});
