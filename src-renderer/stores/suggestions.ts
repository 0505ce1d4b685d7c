import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { StudioError, type ImageFilter, type SuggestionsLeft } from '../../src-main/contract/index.ts';
import { countOf } from '../app/messages.ts';
import { useAnnotation } from './annotation.ts';
import { labelling } from './labelling.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** What runs suggest on the project's images as a whole: how many are left, asking for more, and all of a filter at once. */
export const useSuggestions = defineStore('suggestions', () => {
  const annotation = useAnnotation();
  const notices = useNotices();
  const studio = useStudio();

  /** Null while not known. */
  const left = shallowRef<SuggestionsLeft | null>(null);
  /** The dialog is open, asking this run, or the latest. */
  const asking = ref<{ run: number | null } | null>(null);

  async function count(): Promise<void> {
    // Who labels blind is not told what a run learned.
    if (!studio.project || labelling().agreement !== undefined) left.value = null;
    // Unknown while it cannot be asked.
    else
      left.value = await studioClient()
        .suggestions.left.query()
        .catch(() => null);
  }
  const countSoon = useDebounceFn(count, 250, { maxWait: 1000 });
  watch(
    () => [studio.project?.path, labelling().agreement],
    () => void count(),
    { immediate: true },
  );
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'reconnected') void countSoon();
  });

  /** Asks a run about images without labels; the studio goes on with it in the background. */
  async function suggest(run: number, filter: ImageFilter): Promise<void> {
    asking.value = null;
    try {
      const { images, problems, cancelled } = await studioClient().suggestions.suggest.mutate({ run, filter });
      const what = `Run ${run} suggests landmarks on ${countOf(images, 'image')}`;
      const [first] = problems;
      notices.show(
        first ? 'error' : cancelled ? 'info' : 'success',
        cancelled ? `Cancelled: ${what}` : what,
        first
          ? `${countOf(problems.length, 'file')} could not be read, such as ${first.file}: ${first.message}`
          : 'They are no labels before they are accepted.',
      );
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled'))
        notices.fail(`Run ${run} could not be asked for suggestions`, error);
    }
  }

  /** All that is suggested on the filter's images becomes labels, or is taken away: one step. */
  function decideAll(how: 'accept' | 'dismiss', filter: ImageFilter): void {
    asking.value = null;
    const label = how === 'accept' ? 'Accepted suggestions' : 'Dismissed suggestions';
    annotation.perform(label, () => studioClient().suggestions[how].mutate({ filter }));
  }

  return { left, asking, suggest, decideAll };
});
