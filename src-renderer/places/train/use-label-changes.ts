import { useDebounceFn } from '@vueuse/core';
import { ref, shallowRef, watch } from 'vue';
import type { LabelChanges, Recipe } from '../../../src-main/contract/index.ts';
import { onStudioEvent, studioClient } from '../../stores/studio.ts';

/** Milliseconds that labels and recipe must have stayed as they are. */
const pause = 600;

/**
 * How the labels that a recipe would learn from now differ from those of a run, or of the newest where none is named; asked
 * again as they change. `wanted` null: nothing is asked. What cannot be told (no split, a run whose data is gone) is not told.
 */
export function useLabelChanges(wanted: () => { recipe: Recipe; since?: number } | null) {
  const changes = shallowRef<LabelChanges | null>(null);
  /** Whether the answer is about what is wanted now. */
  const isKnown = ref(false);
  let asked = 0;

  async function ask(): Promise<void> {
    const question = (asked += 1);
    const input = wanted();
    if (!input) return;
    // The start of a run and its preview tell what is wrong.
    const answer = await studioClient()
      .runs.changes.query(input)
      .catch(() => undefined);
    if (question !== asked) return;
    changes.value = answer ?? null;
    isKnown.value = answer !== undefined;
  }

  const askSoon = useDebounceFn(ask, pause);
  watch(
    () => JSON.stringify(wanted()),
    () => {
      isKnown.value = false;
      void askSoon();
    },
    { immediate: true },
  );
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'project' || event.kind === 'reconnected') void askSoon();
  });

  return { changes, isKnown };
}
