import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useImages } from './images.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { useStudio } from './studio.ts';

/** Images of the list that are selected together, to be marked at once. None: what is done is about the open image. */
export const usePickedImages = defineStore('picked images', () => {
  const images = useImages();
  const navigation = useNavigation();
  const notices = useNotices();
  const studio = useStudio();

  const ids = shallowRef<ReadonlySet<number>>(new Set());
  /** Where a range begins: the image last opened or picked alone; null: the open one. */
  const anchorId = ref<number | null>(null);
  const count = computed(() => ids.value.size);

  /** What is done now is about these. */
  const about = computed<readonly number[]>(() => {
    if (ids.value.size > 0) return [...ids.value];
    return navigation.imageId === null ? [] : [navigation.imageId];
  });

  function clear(): void {
    ids.value = new Set();
    anchorId.value = null;
  }

  /** Takes an image in or out. The open one is the first of a new selection. */
  function toggle(imageId: number): void {
    const wanted = new Set(about.value);
    if (!wanted.delete(imageId)) wanted.add(imageId);
    ids.value = wanted;
    anchorId.value = imageId;
  }

  /** Selects all from where the selection began to this place of the list. */
  async function extendTo(place: number): Promise<void> {
    const from = anchorId.value ?? navigation.imageId;
    try {
      const start = from === null ? place : (await images.nearestPlaceOf(from)).place;
      anchorId.value = from;
      ids.value = new Set(await images.idsBetween(Math.min(start, place), Math.max(start, place)));
    } catch (error) {
      notices.fail('The images could not be selected', error);
    }
  }

  async function pickAll(): Promise<void> {
    if (!images.total) return;
    try {
      ids.value = new Set(await images.idsBetween(0, images.total - 1));
    } catch (error) {
      notices.fail('The images could not be selected', error);
    }
  }

  // What the list does not show any more is not marked unseen.
  watch(() => [studio.project?.path, JSON.stringify(images.filter)], clear);

  return { ids, count, about, clear, toggle, extendTo, pickAll };
});
