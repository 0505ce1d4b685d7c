import { defineStore } from 'pinia';
import { ref } from 'vue';

export const places = ['welcome', 'annotate', 'train', 'compare', 'data', 'settings'] as const;
export type Place = (typeof places)[number];

/** What stands in the address after `#`, so that a reload comes back to the same place: `/annotate/12`. */
function placeOfAddress(): { place: Place | null; imageId: number | null } {
  const [name, id] = window.location.hash.replace(/^#\/?/, '').split('/');
  const place = places.find((candidate) => candidate === name) ?? null;
  const imageId = Number(id);
  return { place, imageId: place === 'annotate' && Number.isInteger(imageId) && imageId > 0 ? imageId : null };
}

/** Which place the window shows and which image Annotate has open. */
export const useNavigation = defineStore('navigation', () => {
  const start = placeOfAddress();
  const place = ref<Place>(start.place ?? 'welcome');
  /** The image Annotate shows; null lets it show the first of its list. */
  const imageId = ref<number | null>(start.imageId);

  /** The run Train shows; null lets it choose. */
  const runId = ref<number | null>(null);

  function write(): void {
    const address = place.value === 'annotate' && imageId.value ? `annotate/${imageId.value}` : place.value;
    window.history.replaceState(null, '', `#/${address}`);
  }

  function go(to: Place): void {
    place.value = to;
    write();
  }

  /** Opens an image in Annotate, from wherever the person is. */
  function openImage(id: number): void {
    imageId.value = id;
    go('annotate');
  }

  /** Lets Annotate show the first of its list again. */
  function closeImage(): void {
    imageId.value = null;
    write();
  }

  /** Opens a run in Train. */
  function openRun(id: number): void {
    runId.value = id;
    go('train');
  }

  /** Forgets what belongs to the project that was open. */
  function forgetProject(): void {
    imageId.value = null;
    runId.value = null;
    write();
  }

  window.addEventListener('hashchange', () => {
    const wanted = placeOfAddress();
    if (!wanted.place) return;
    place.value = wanted.place;
    if (wanted.imageId) imageId.value = wanted.imageId;
  });

  return { place, imageId, runId, go, openImage, closeImage, openRun, forgetProject };
});
