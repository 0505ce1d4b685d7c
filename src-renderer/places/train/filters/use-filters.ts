import { useIntervalFn } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import type { RunDetail } from '../../../../src-main/contract/index.ts';
import { messageOf } from '../../../app/messages.ts';
import { filtersAddress } from '../../../client/index.ts';
import { onStudioEvent, studioClient } from '../../../stores/studio.ts';

/** A film of a run takes about so long, whatever its length. */
const filmMilliseconds = 6000;

/** The epochs whose filters are kept as pictures, the one that is shown, and a film of them. Live while the run trains. */
export function useFilters(run: RunDetail) {
  /** In order; null until asked for. */
  const epochs = shallowRef<readonly number[] | null>(null);
  const problem = ref<string | null>(null);
  /** Null follows the newest. */
  const chosen = ref<number | null>(null);

  const last = computed(() => (epochs.value?.length ?? 0) - 1);
  const place = computed(() => {
    const found = chosen.value === null ? -1 : (epochs.value?.indexOf(chosen.value) ?? -1);
    return found < 0 ? last.value : found;
  });
  const epoch = computed(() => epochs.value?.[place.value] ?? null);

  async function load(): Promise<void> {
    try {
      epochs.value = (await studioClient().runs.filters.query({ run: run.id })).epochs;
      problem.value = null;
    } catch (error) {
      problem.value = messageOf(error);
    }
  }

  /** The last place follows the newest again. */
  function show(wanted: number): void {
    const next = Math.min(last.value, Math.max(0, wanted));
    chosen.value = next === last.value ? null : (epochs.value?.[next] ?? null);
  }

  const film = useIntervalFn(
    () => {
      if (place.value >= last.value) film.pause();
      else show(place.value + 1);
    },
    () => Math.min(500, Math.max(60, filmMilliseconds / Math.max(1, last.value))),
    { immediate: false },
  );

  /** From the place that is shown, or from the beginning where that is the end. */
  function play(): void {
    if (film.isActive.value) {
      film.pause();
      return;
    }
    if (last.value < 1) return;
    if (place.value >= last.value) show(0);
    // Fetched ahead, so that no picture of the film comes late.
    for (const each of epochs.value ?? []) new Image().src = filtersAddress(run, each);
    film.resume();
  }

  function goTo(wanted: number): void {
    film.pause();
    show(wanted);
  }

  onStudioEvent((event) => {
    if (event.kind === 'reconnected') void load();
    if (event.kind !== 'run filters' || event.runId !== run.id) return;
    epochs.value = [...new Set([...(epochs.value ?? []), event.epoch])].sort((one, other) => one - other);
  });
  void load();

  return { epochs, problem, place, last, epoch, playing: film.isActive, goTo, play, load };
}
