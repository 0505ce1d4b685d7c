import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { AgreementResult, AgreementSummary, ImageFilter } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { useAnnotation } from './annotation.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** Blind second labellings: which there are, the one under way, and what the chosen one came to. */
export const useAgreement = defineStore('agreement', () => {
  const studio = useStudio();
  const notices = useNotices();
  const navigation = useNavigation();
  const annotation = useAnnotation();

  /** Shown in Compare's place. */
  const isOpen = ref(false);
  const isStarting = ref(false);
  const isFinishing = ref(false);
  /** Newest first; null until they are known. */
  const list = shallowRef<readonly AgreementSummary[] | null>(null);
  const chosenId = ref<number | null>(null);
  const result = shallowRef<AgreementResult | null>(null);
  const problem = ref('');

  const underWay = computed(() => studio.project?.agreement ?? null);
  const current = computed(() => list.value?.find(({ id }) => id === underWay.value) ?? null);
  const chosen = computed(() => list.value?.find(({ id }) => id === chosenId.value) ?? null);

  async function load(): Promise<void> {
    if (!studio.project) return;
    try {
      list.value = (await studioClient().agreement.list.query()).toReversed();
      if (!chosen.value) chosenId.value = list.value[0]?.id ?? null;
    } catch (error) {
      notices.fail('The agreements could not be listed', error);
    }
  }

  async function loadResult(): Promise<void> {
    const wanted = chosen.value;
    problem.value = '';
    // Under way its result would show the first labels.
    if (!wanted || wanted.state === 'under way') {
      result.value = null;
      return;
    }
    try {
      const answer = await studioClient().agreement.result.query({ agreement: wanted.id });
      if (chosenId.value === wanted.id) result.value = answer;
    } catch (error) {
      result.value = null;
      problem.value = messageOf(error);
    }
  }

  /** Does something to agreements, with what is drawn saved before. False when it failed, which is told. */
  async function act(what: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await annotation.flush();
      await work();
      await load();
      return true;
    } catch (error) {
      notices.fail(`The agreement could not be ${what}`, error);
      return false;
    }
  }

  async function start(images: number, filter: ImageFilter, seed: number): Promise<void> {
    const started = await act('started', () => studioClient().agreement.start.mutate({ images, filter, seed }));
    if (!started) return;
    isStarting.value = false;
    isOpen.value = false;
    navigation.go('annotate');
  }

  async function goOn(agreement: number): Promise<void> {
    if (!(await act('continued', () => studioClient().agreement.continue.mutate({ agreement })))) return;
    isOpen.value = false;
    navigation.go('annotate');
  }

  const pause = (): Promise<boolean> => act('paused', () => studioClient().agreement.pause.mutate());

  async function finish(agreement: number): Promise<void> {
    isFinishing.value = false;
    if (!(await act('finished', () => studioClient().agreement.finish.mutate({ agreement })))) return;
    chosenId.value = agreement;
    show();
  }

  const remove = (agreement: number): Promise<boolean> =>
    act('deleted', () => studioClient().agreement.delete.mutate({ agreement }));

  function show(): void {
    isOpen.value = true;
    navigation.go('compare');
  }

  /** While blind, tells that something would show or use the first labels, and says so by true. */
  function refuses(what: string): boolean {
    if (underWay.value === null) return false;
    notices.show(
      'info',
      `${what} is not for blind labelling`,
      'It would bring the first labels in. Place the face anew.',
    );
    return true;
  }

  watch(
    () => studio.project?.path,
    () => {
      list.value = null;
      chosenId.value = null;
      isOpen.value = false;
      isStarting.value = false;
      void load();
    },
    { immediate: true },
  );
  watch(chosen, (now, before) => {
    if (now?.id !== before?.id) result.value = null;
    void loadResult();
  });
  const loadSoon = useDebounceFn(load, 100, { maxWait: 500 });
  onStudioEvent((event) => {
    const isAboutIt = event.kind === 'project' || event.kind === 'reconnected' || event.kind === 'schema';
    if (isAboutIt || (event.kind === 'images' && underWay.value !== null)) void loadSoon();
  });

  return {
    isOpen,
    isStarting,
    isFinishing,
    list,
    chosenId,
    chosen,
    result,
    problem,
    underWay,
    current,
    start,
    goOn,
    pause,
    finish,
    remove,
    show,
    refuses,
  };
});
