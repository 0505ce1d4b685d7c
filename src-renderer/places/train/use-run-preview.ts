import { useDebounceFn } from '@vueuse/core';
import { ref, shallowRef, watch } from 'vue';
import type { Recipe, RunPreview } from '../../../src-main/contract/index.ts';
import { messageOf } from '../../app/messages.ts';
import { onStudioEvent, studioClient } from '../../stores/studio.ts';

/** Milliseconds a person must have stopped typing before a trainer is asked. */
const pause = 500;

/**
 * What the recipe would train and on what, asked again whenever the recipe, the labels or the split change.
 * `recipe` null: nothing to ask (not wanted, or not valid yet); the last answer stays, to be shown dimmed.
 */
export function useRunPreview(recipe: () => Recipe | null) {
  const preview = shallowRef<RunPreview | null>(null);
  const problem = ref<string | null>(null);
  const loading = ref(false);
  /** Whose first pictures the proof sheet shows. */
  const epoch = ref(1);
  let asked = 0;

  async function ask(): Promise<void> {
    const wanted = recipe();
    const question = (asked += 1);
    if (!wanted) {
      loading.value = false;
      return;
    }
    loading.value = true;
    try {
      const answer = await studioClient().runs.preview.mutate({ recipe: wanted, epoch: epoch.value });
      if (question !== asked) return;
      preview.value = answer;
      problem.value = null;
    } catch (error) {
      if (question !== asked) return;
      preview.value = null;
      problem.value = messageOf(error);
    }
    loading.value = false;
  }

  const askSoon = useDebounceFn(ask, pause);

  /** A proof sheet of the next epoch. */
  function drawAgain(): Promise<void> {
    epoch.value += 1;
    return ask();
  }

  watch(
    () => JSON.stringify(recipe()),
    () => {
      epoch.value = 1;
      loading.value = recipe() !== null;
      void askSoon();
    },
  );
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'project' || event.kind === 'reconnected') void askSoon();
  });
  void ask();

  return { preview, problem, loading, ask, drawAgain };
}
