import { useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { usualFlagNames, type FlagNames, type ImageStatus } from '../../src-main/contract/index.ts';
import { useAnnotation } from './annotation.ts';
import { useImages } from './images.ts';
import { labelling } from './labelling.ts';
import { usePickedImages } from './picked-images.ts';
import { studioClient, useStudio } from './studio.ts';

/** A note is saved when its writer has paused for so many ms. */
const pause = 900;

/** Status, flags and notes: of the images that are selected in the list, or of the open one. */
export const useImageMarks = defineStore('image marks', () => {
  const annotation = useAnnotation();
  const images = useImages();
  const picked = usePickedImages();
  const studio = useStudio();

  const flagNames = computed<FlagNames>(() => studio.project?.flagNames ?? usualFlagNames);
  /** Flags that have a name, in their order. */
  const flags = computed(() => flagNames.value.flatMap((name, flag) => (name === '' ? [] : [{ flag, name }])));

  function setStatus(status: ImageStatus): void {
    const imageIds = [...picked.about];
    if (imageIds.length === 0) return;
    if (picked.count === 0) return annotation.setStatus(status);
    const open = annotation.image;
    if (open && imageIds.includes(open.id)) annotation.image = { ...open, status };
    const asked = labelling();
    annotation.save(`Marked ${imageIds.length} images ${status}`, () =>
      studioClient().images.setStatus.mutate({ imageIds, status, ...asked }),
    );
  }

  /** Whether the flag is on all that this is about, as far as they are loaded. */
  function hasFlag(flag: number): boolean {
    if (picked.count === 0) return annotation.image?.flags.includes(flag) ?? false;
    const known = [...images.items.values()].filter(({ id }) => picked.ids.has(id));
    return known.length > 0 && known.every((item) => item.flags.includes(flag));
  }

  function toggleFlag(flag: number): void {
    const imageIds = [...picked.about];
    if (imageIds.length === 0) return;
    const on = !hasFlag(flag);
    const open = annotation.image;
    if (open && imageIds.includes(open.id)) {
      const others = open.flags.filter((other) => other !== flag);
      annotation.image = { ...open, flags: on ? [...others, flag].sort() : others };
    }
    annotation.save(`${on ? 'Flagged' : 'Took a flag off'} ${imageIds.length === 1 ? 'an image' : 'images'}`, () =>
      studioClient().images.setFlag.mutate({ imageIds, flag, on }),
    );
  }

  /** What is being written and not sent yet. */
  const draft = ref<{ project: string | undefined; imageId: number; note: string } | null>(null);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const note = computed(() =>
    draft.value && draft.value.imageId === annotation.image?.id ? draft.value.note : (annotation.image?.note ?? ''),
  );

  function writeNote(text: string): void {
    const open = annotation.image;
    if (!open || annotation.readOnly) return;
    draft.value = { project: studio.project?.path, imageId: open.id, note: text };
    if (timer) clearTimeout(timer);
    timer = setTimeout(keepNote, pause);
  }

  /** Sends the note as it is now: one step that can be undone. */
  function keepNote(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const written = draft.value;
    draft.value = null;
    // Another project's image of the same number is another image.
    if (!written || written.project !== studio.project?.path) return;
    const { imageId, note: text } = written;
    const open = annotation.image;
    if (open?.id === imageId) {
      if (open.note === text) return;
      annotation.image = { ...open, note: text };
    }
    annotation.save('Note', () => studioClient().images.setNote.mutate({ imageId, note: text }));
  }

  watch(() => annotation.image?.id, keepNote);
  useEventListener(window, 'blur', keepNote);
  useEventListener(window, 'pagehide', keepNote);
  useEventListener(window, 'beforeunload', keepNote);

  function nameFlags(names: FlagNames): void {
    annotation.save('Named the flags', () => studioClient().images.setFlagNames.mutate({ names }));
  }

  return { flagNames, flags, note, setStatus, hasFlag, toggleFlag, writeNote, keepNote, nameFlags };
});
