import { useDebounceFn } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { Recipe, RunEstimate } from '../../../src-main/contract/index.ts';
import { messageOf } from '../../app/messages.ts';
import { studioClient } from '../../stores/studio.ts';

/** Milliseconds a recipe must have stayed as it is before its steps are tried. */
const pause = 1200;

/**
 * What a run of the recipe would take, asked in the background when the recipe has settled; a question that is no longer
 * wanted is taken back. `recipe` null: nothing is asked, and nothing is shown.
 */
export function useRunEstimate(recipe: () => Recipe | null) {
  const estimate = shallowRef<RunEstimate | null>(null);
  const problem = ref<string | null>(null);
  const loading = ref(false);
  let question: AbortController | null = null;

  async function ask(): Promise<void> {
    const wanted = recipe();
    if (!wanted) return;
    const mine = new AbortController();
    question = mine;
    try {
      const answer = await studioClient().runs.estimate.mutate({ recipe: wanted }, { signal: mine.signal });
      if (question === mine) estimate.value = answer;
    } catch (error) {
      if (question === mine) problem.value = messageOf(error);
    }
    if (question === mine) loading.value = false;
  }

  const askSoon = useDebounceFn(ask, pause);
  const takeBack = (): void => {
    question?.abort();
    question = null;
  };

  watch(
    () => JSON.stringify(recipe()),
    () => {
      takeBack();
      estimate.value = null;
      problem.value = null;
      loading.value = recipe() !== null;
      if (loading.value) void askSoon();
    },
    { immediate: true },
  );
  onScopeDispose(takeBack);

  return { estimate, problem, loading };
}
