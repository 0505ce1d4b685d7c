import { computed, type ComputedRef } from 'vue';
import type { Change, Suggestion } from '../../../../src-main/contract/index.ts';
import { useKeys } from '../../../app/use-keys.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { useImages } from '../../../stores/images.ts';
import { useNavigation } from '../../../stores/navigation.ts';
import { useNotices } from '../../../stores/notices.ts';
import { studioClient } from '../../../stores/studio.ts';
import { wordsForLandmarks } from '../words-for-change.ts';
import { isSuggested } from './suggested-face.ts';

export interface OpenSuggestion {
  /** The active face's, or the image's first; null when nothing is suggested. */
  suggestion: ComputedRef<Suggestion | null>;
  /** Its landmarks that are selected. */
  selected: ComputedRef<number[]>;
  choose: (run: number) => void;
}

/** What a person makes of what is suggested on the open image; each is one step, and by keys. */
export function useSuggestion(): OpenSuggestion {
  const annotation = useAnnotation();
  const images = useImages();
  const navigation = useNavigation();
  const notices = useNotices();

  const suggestion = computed<Suggestion | null>(() => {
    const open = annotation.image?.suggestions ?? [];
    return open.find(({ id }) => -id === annotation.activeInstanceId) ?? open[0] ?? null;
  });
  const selected = computed(() =>
    isSuggested(annotation.activeInstanceId)
      ? [...annotation.selection].filter((index) => suggestion.value?.landmarks[index])
      : [],
  );

  function decide(label: string, change: Change): void {
    annotation.decide({ label, changes: [change] });
  }

  function accept(more: { only?: number[]; done?: boolean } = {}): boolean {
    const open = suggestion.value;
    const { schema } = annotation;
    if (!open || !schema || annotation.readOnly) return false;
    const indices = more.only ?? [...open.landmarks.keys()].filter((index) => open.landmarks[index]);
    const label = `Accepted ${wordsForLandmarks(schema, indices)} from run ${open.runId}`;
    decide(label, { kind: 'accept suggestion', suggestionId: open.id, ...more });
    return true;
  }

  /** The rest stays suggested. */
  function acceptSelected(): void {
    if (selected.value.length === 0)
      return notices.show('info', 'Nothing suggested is selected', 'Select some of its landmarks, or a group with G.');
    const only = selected.value;
    if (accept({ only })) annotation.select(null);
  }

  async function acceptAndGoOn(): Promise<void> {
    const imageId = annotation.image?.id;
    if (imageId === undefined || !accept({ done: true })) return;
    try {
      await annotation.flush();
      const next = await studioClient().images.next.query({
        rule: { by: 'status', status: 'predicted' },
        filter: images.filter,
        after: imageId,
      });
      if (next.imageId !== null) navigation.openImage(next.imageId);
      else notices.show('success', 'No suggestion is left in the list', '');
    } catch (error) {
      notices.fail('The next suggestion could not be found', error);
    }
  }

  function dismiss(): void {
    const { image } = annotation;
    if (!image || !suggestion.value || annotation.readOnly) return;
    decide(`Dismissed the suggestion of run ${suggestion.value.runId}`, {
      kind: 'dismiss suggestion',
      imageId: image.id,
    });
  }

  function choose(run: number): void {
    const { image } = annotation;
    if (image) decide(`Chose the suggestion of run ${run}`, { kind: 'choose suggestion', imageId: image.id, run });
  }

  useKeys({
    'accept suggestion': () => void accept(),
    'accept and next': () => void acceptAndGoOn(),
    'accept selected': acceptSelected,
    'dismiss suggestion': dismiss,
  });
  return { suggestion, selected, choose };
}
