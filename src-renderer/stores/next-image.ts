import { useDebounceFn, useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { nextRuleSchema, type NextRule } from '../../src-main/contract/index.ts';
import { useAnnotation } from './annotation.ts';
import { useChosenImages } from './chosen-images.ts';
import { useImages } from './images.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** A rule in a word, as it stands before `image`. */
export function ruleInWords(rule: NextRule): string {
  return rule.by === 'status' ? rule.status : rule.by;
}

/** Which image to work on next, by a rule that a person chose, among those of the list's filter; and how many are left. */
export const useNextImage = defineStore('next image', () => {
  const annotation = useAnnotation();
  const chosen = useChosenImages();
  const images = useImages();
  const navigation = useNavigation();
  const notices = useNotices();
  const studio = useStudio();

  const kept = useLocalStorage<unknown>('studio.nextRule', { by: 'unlabelled' });
  const rule = computed<NextRule>({
    get: () => nextRuleSchema.safeParse(kept.value).data ?? { by: 'unlabelled' },
    set: (now) => {
      kept.value = now;
    },
  });
  /** Null while not known. */
  const left = ref<number | null>(null);

  /** The open image is one of the queue of what to label next, and that is gone through. */
  const isWalked = computed(() => rule.value.by === 'chosen' && chosen.ofImage !== null);

  const ask = () =>
    studioClient().images.next.query({
      rule: rule.value,
      // A choice has its own filter behind it.
      filter: rule.value.by === 'chosen' ? {} : images.filter,
      ...(navigation.imageId === null ? {} : { after: navigation.imageId }),
    });

  async function count(): Promise<void> {
    if (!studio.project) return;
    const asking = rule.value;
    // Unknown while it cannot be asked.
    const answer = await ask().catch(() => null);
    if (asking === rule.value) left.value = answer?.left ?? null;
  }
  const countSoon = useDebounceFn(count, 250, { maxWait: 1000 });
  watch(
    () => [studio.project?.path, navigation.imageId, JSON.stringify([rule.value, images.filter])],
    () => void countSoon(),
    { immediate: true },
  );
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'chosen' || event.kind === 'reconnected') void countSoon();
  });

  /** Opens the next image, or says that none is left. */
  async function go(): Promise<void> {
    if (rule.value.by === 'chosen' && !chosen.choice) {
      chosen.isOpen = true;
      return;
    }
    try {
      // What was done to this one may decide whether it is one of them.
      await annotation.flush().catch(() => undefined);
      const next = await ask();
      left.value = next.left;
      if (next.imageId !== null) navigation.openImage(next.imageId);
      else if (rule.value.by === 'chosen')
        notices.show('success', 'No chosen image is left', 'Train on what was labelled, and choose anew.');
      else
        notices.show(
          'success',
          rule.value.by === 'random' ? 'No image is left to be done' : `No ${ruleInWords(rule.value)} image is left`,
          Object.keys(images.filter).length > 0 ? 'The list is filtered: there may be some among the others.' : '',
        );
    } catch (error) {
      notices.fail('The next image could not be found', error);
    }
  }

  return { rule, left, isWalked, go };
});
