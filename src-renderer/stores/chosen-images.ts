import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  StudioError,
  type Against,
  type ChosenImage,
  type ImageChoice,
  type ImageFilter,
  type Strategy,
} from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { useAnnotation } from './annotation.ts';
import { useNavigation } from './navigation.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** What a person asks for. */
export interface ChoiceQuestion {
  strategy: Strategy;
  runId: number | null;
  against: Against;
  count: number;
  filter: ImageFilter;
}

/** The project's choice of what to label next: kept by the studio, so that a restart and another window have it too. */
export const useChosenImages = defineStore('chosen images', () => {
  const annotation = useAnnotation();
  const navigation = useNavigation();
  const studio = useStudio();

  /** Null when none was made. */
  const choice = shallowRef<ImageChoice | null>(null);
  /** The dialog is open. */
  const isOpen = ref(false);
  const isChoosing = ref(false);
  /** Why the last choice could not be made. */
  const problem = ref('');

  /** The open image in the choice, and its place from 1. */
  const ofImage = computed<(ChosenImage & { place: number }) | null>(() => {
    const place = choice.value?.images.findIndex(({ image }) => image.id === navigation.imageId) ?? -1;
    const found = choice.value?.images[place];
    return found ? { ...found, place: place + 1 } : null;
  });

  async function load(): Promise<void> {
    const path = studio.project?.path;
    // Another window's choice is told again; what cannot be asked now is asked when the connection is back.
    const kept = path
      ? await studioClient()
          .images.chosen.query()
          .catch(() => choice.value)
      : null;
    if (studio.project?.path === path) choice.value = kept;
  }

  /** Asks for a choice, which takes the place of the one before. What goes wrong is in `problem`. */
  async function choose({ strategy, runId, against, count, filter }: ChoiceQuestion): Promise<void> {
    isChoosing.value = true;
    problem.value = '';
    try {
      // Labels that are not saved yet would count as not there.
      await annotation.flush();
      choice.value = await studioClient().images.choose.mutate({
        strategy,
        ...(runId === null ? {} : { run: runId }),
        against,
        count,
        filter,
      });
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled')) problem.value = messageOf(error);
    } finally {
      isChoosing.value = false;
    }
  }

  onStudioEvent((event) => {
    // What is left is read from the images.
    if (event.kind === 'chosen' || event.kind === 'reconnected' || (event.kind === 'images' && choice.value))
      void load();
  });
  watch(
    () => studio.project?.path,
    () => {
      [choice.value, isOpen.value, problem.value] = [null, false, ''];
      void load();
    },
    { immediate: true },
  );

  return { choice, isOpen, isChoosing, problem, ofImage, choose };
});
