import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { asItIs, toneRanges, type Tone } from './tone.ts';

/** What stands at the landmarks of the face that is worked on. Numbers are places in the schema's order, from 1. */
export const labelKinds = ['nothing', 'names', 'numbers'] as const;
export type LabelKind = (typeof labelKinds)[number];

// Each window keeps its own; a new one begins with what was set last.
const ofThisWindow = { listenToStorageChanges: false } as const;

/** How the picture and what is drawn on it are shown. Nothing here changes an image, a label or a training. */
export const useViewSettings = defineStore('view settings', () => {
  const contours = useLocalStorage('studio.contours', true, ofThisWindow);
  const labels = useLocalStorage<LabelKind>('studio.labels', 'nothing', ofThisWindow);
  const crosshair = useLocalStorage('studio.crosshair', false, ofThisWindow);
  const tone = useLocalStorage<Tone>('studio.tone', { ...asItIs }, { ...ofThisWindow, shallow: true });
  const isToneOpen = ref(false);

  // What an older or a meddled-with window left must not make the picture unreadable.
  if (!labelKinds.includes(labels.value)) labels.value = 'nothing';
  for (const part of ['brightness', 'contrast', 'gamma'] as const) {
    const { least, most } = toneRanges[part];
    if (!(tone.value[part] >= least && tone.value[part] <= most)) tone.value = { ...tone.value, [part]: asItIs[part] };
  }

  function nextLabels(): void {
    labels.value = labelKinds[(labelKinds.indexOf(labels.value) + 1) % labelKinds.length] ?? 'nothing';
  }

  return { contours, labels, crosshair, tone, isToneOpen, nextLabels };
});
