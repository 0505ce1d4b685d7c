import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { useNavigation, type Place } from './navigation.ts';
import { useStudio } from './studio.ts';

export type RunSection = 'losses' | 'filters' | 'inside' | 'measures' | 'record';

/** Which part of a run Train shows, and what of it is looked into: kept from run to run, so that runs can be told apart by one image. */
export const useInspected = defineStore('inspected', () => {
  const studio = useStudio();
  const navigation = useNavigation();

  const section = ref<RunSection>('losses');
  /** Null lets it be the first validation image. */
  const imageId = ref<number | null>(null);
  /** Whose box, of a run that crops; null for the first. */
  const instanceId = ref<number | null>(null);
  /** Row of the layer table; null for the first with maps. */
  const layer = ref<number | null>(null);
  /** Place among the learned landmarks; null for all of them. */
  const landmark = ref<number | null>(null);

  /** Where a person was before they looked inside with an image; null when they came by themselves. */
  const cameFrom = ref<Place | null>(null);

  function choose(image: number, instance: number | null = null): void {
    imageId.value = image;
    instanceId.value = instance;
  }

  /** Opens a run in Train, looking into it with an image. */
  function look(runId: number, image: number, instance: number | null): void {
    choose(image, instance);
    cameFrom.value = navigation.place;
    section.value = 'inside';
    navigation.openRun(runId);
  }

  /** Goes back to where the image was looked at. */
  function goBack(): void {
    if (cameFrom.value) navigation.go(cameFrom.value);
  }

  // Who goes elsewhere by themselves does not want to go back any more.
  watch(
    () => [section.value, navigation.place],
    ([shown, place]) => {
      if (shown !== 'inside' || place !== 'train') cameFrom.value = null;
    },
  );
  watch(
    () => studio.project?.path,
    () => {
      section.value = 'losses';
      cameFrom.value = null;
      for (const each of [imageId, instanceId, layer, landmark]) each.value = null;
    },
  );

  return { section, imageId, instanceId, layer, landmark, cameFrom, choose, look, goBack };
});
