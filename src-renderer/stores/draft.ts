import { ref, type Ref } from 'vue';
import type { Edit, Instance, Landmark, LandmarkSource } from '../../src-main/contract/index.ts';
import { editBetween, type FaceState } from '../places/annotate/edits.ts';
import type { OpenImage } from './open-image.ts';

/** Key presses that follow each other within this many ms are one edit. */
const burst = 400;

export interface Draft {
  /** Something is drawn that is not even sent yet. */
  hasDraft: Ref<boolean>;
  isBegun: () => boolean;
  /**
   * Draws a face otherwise; nothing is saved before `commit`. `words` tell the history what was done; without them they are
   * told from what changed. `from`: what the landmarks come from, when not from a hand. Positions in px of the image.
   */
  drawFace: (instanceId: number, state: Partial<FaceState>, words?: string | null, from?: LandmarkSource) => void;
  /** Draws some of a face's landmarks elsewhere or otherwise, as `drawFace` does. */
  draw: (
    instanceId: number,
    changed: ReadonlyMap<number, Landmark>,
    words?: string | null,
    from?: LandmarkSource,
  ) => void;
  /** Keeps what was drawn since the last commit as one edit. */
  commit: () => void;
  /** Keeps what keys did once they have been still for a moment. */
  commitSoon: () => void;
  /** Takes back what was drawn since the last commit. */
  abandon: () => void;
  /** Forgets it, with the image it was drawn on. */
  forget: () => void;
}

/** The one change that is drawn and not kept yet. `keep` gets it as an edit; null when it came to nothing. */
export function useDraft({ instances, schema, readOnly }: OpenImage, keep: (edit: Edit | null) => void): Draft {
  /** The instance being changed, as it was before, and words for the change where its gesture has better ones than can be told from it. */
  let draft: {
    instanceId: number;
    before: FaceState;
    words: string | null;
    from: LandmarkSource | undefined;
  } | null = null;
  const hasDraft = ref(false);
  let burstTimer: ReturnType<typeof setTimeout> | null = null;

  function drawFace(
    instanceId: number,
    state: Partial<FaceState>,
    words: string | null = null,
    from?: LandmarkSource,
  ): void {
    const instance = instances.value.find((each) => each.id === instanceId);
    if (!instance || readOnly.value) return;
    if (draft && draft.instanceId !== instanceId) commit();
    draft ??= { instanceId, before: { landmarks: instance.landmarks, box: instance.box }, words, from };
    draft.words = words;
    draft.from = from;
    hasDraft.value = true;
    const changed: Instance = { ...instance, ...state, landmarks: [...(state.landmarks ?? instance.landmarks)] };
    instances.value = instances.value.map((each) => (each === instance ? changed : each));
  }

  function draw(
    instanceId: number,
    changed: ReadonlyMap<number, Landmark>,
    words: string | null = null,
    from?: LandmarkSource,
  ): void {
    const instance = instances.value.find((each) => each.id === instanceId);
    if (!instance || changed.size === 0) return;
    const landmarks = instance.landmarks.map((landmark, index) => changed.get(index) ?? landmark);
    drawFace(instanceId, { landmarks }, words, from);
  }

  function take(): typeof draft {
    if (burstTimer) clearTimeout(burstTimer);
    burstTimer = null;
    const begun = draft;
    draft = null;
    hasDraft.value = false;
    return begun;
  }

  function commit(): void {
    const begun = take();
    const instance = instances.value.find((each) => each.id === begun?.instanceId);
    if (!begun || !instance || !schema.value) return;
    keep(editBetween(begun.instanceId, begun.before, instance, schema.value, begun.words, begun.from));
  }

  function commitSoon(): void {
    if (burstTimer) clearTimeout(burstTimer);
    burstTimer = setTimeout(commit, burst);
  }

  function abandon(): void {
    const begun = take();
    if (!begun) return;
    instances.value = instances.value.map((each) =>
      each.id === begun.instanceId ? { ...each, landmarks: [...begun.before.landmarks], box: begun.before.box } : each,
    );
  }

  return {
    hasDraft,
    isBegun: () => draft !== null,
    drawFace,
    draw,
    commit,
    commitSoon,
    abandon,
    forget: () => void take(),
  };
}
