import { useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type {
  Change,
  Edit,
  EditResult,
  History,
  ImageDetail,
  ImageStatus,
  Instance,
  Landmark,
  LandmarkSchema,
} from '../../src-main/contract/index.ts';
import { editBetween, landmarksOfNewFace, nextVisibility, type FaceState } from '../places/annotate/edits.ts';
import type { LandmarkHit } from '../places/annotate/stage/hit-test.ts';
import type { Point } from '../places/annotate/stage/view-transform.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { OperationQueue, type SaveState } from './operation-queue.ts';
import { useSelection } from './selection.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** Key presses that follow each other within this many ms are one edit. */
const burst = 400;

/**
 * The image that is open: its landmarks as they are drawn, which run ahead of what is saved, and the queue that saves them.
 * A change is first drawn (`move`), then kept as one edit (`commit`) or taken back (`abandon`).
 */
export const useAnnotation = defineStore('annotation', () => {
  const studio = useStudio();
  const notices = useNotices();
  const navigation = useNavigation();

  const schema = shallowRef<LandmarkSchema | null>(null);
  const image = shallowRef<ImageDetail | null>(null);
  /** As drawn: what is saved, with what is not saved yet on top. */
  const instances = shallowRef<readonly Instance[]>([]);
  // What was drawn belongs to what was selected then.
  const chosen = useSelection(instances, schema, () => commit());
  const { activeInstanceId, activeInstance, selection, selectedIndex, selected } = chosen;
  const hovered = shallowRef<LandmarkHit | null>(null);
  const problem = ref<string | null>(null);
  const saveState = shallowRef<SaveState>({ kind: 'nothing yet' });
  const history = shallowRef<History>({ entries: [], canUndo: false, canRedo: false });

  const readOnly = computed(() => studio.project?.readOnly ?? false);

  /** The instance being changed, as it was before, and words for the change where its gesture has better ones than can be told from it. */
  let draft: { instanceId: number; before: FaceState; words: string | null } | null = null;
  /** Something is drawn that is not even sent yet. */
  const hasDraft = ref(false);
  let burstTimer: ReturnType<typeof setTimeout> | null = null;
  /** What the studio told about this image while edits were on their way is asked for when they have arrived. */
  let isStale = false;
  /** The image asked for last: answers about others come too late. */
  let wantedId: number | null = null;
  /** A face was added: the newest is the active one when the image comes back. */
  const wantsNewest = ref(false);

  const queue = new OperationQueue({
    stateChanged: (state) => {
      saveState.value = state;
    },
    done: (_, result) => take(result),
    dropped: (operation, error) => {
      wantsNewest.value = false;
      notices.fail(`${operation.label} did not happen`, error);
      void reload();
    },
  });

  function take(result: EditResult): void {
    history.value = { ...history.value, canUndo: result.canUndo, canRedo: result.canRedo };
    if (image.value && result.imageIds.includes(image.value.id)) isStale = true;
    if (queue.isEmpty && isStale) void reload();
  }

  async function open(imageId: number): Promise<void> {
    commit();
    if (image.value?.id === imageId && wantedId === imageId) return;
    wantedId = imageId;
    problem.value = null;
    hovered.value = null;
    try {
      // Edits of this image that still wait would be missing from what the studio answers.
      await queue.whenEmpty().catch(() => undefined);
      const client = studioClient();
      const [known, detail] = await Promise.all([currentSchema(), client.images.get.query({ imageId })]);
      // The person has gone on meanwhile.
      if (wantedId !== imageId) return;
      schema.value = known;
      show(detail);
      await loadHistory();
    } catch (error) {
      if (wantedId !== imageId) return;
      wantedId = null;
      image.value = null;
      instances.value = [];
      problem.value = error instanceof Error ? error.message : String(error);
    }
  }

  function show(detail: ImageDetail): void {
    const isOther = image.value?.id !== detail.id;
    image.value = detail;
    instances.value = detail.instanceList;
    const stillThere = detail.instanceList.some((instance) => instance.id === activeInstanceId.value);
    if (!stillThere) activeInstanceId.value = detail.instanceList[0]?.id ?? null;
    if (!stillThere && !isOther) chosen.clear();
    if (isOther) chosen.narrow();
    if (wantsNewest.value) {
      activeInstanceId.value = detail.instanceList.at(-1)?.id ?? null;
      chosen.clear();
    }
    wantsNewest.value = false;
  }

  async function loadHistory(): Promise<void> {
    if (!image.value) return;
    const answer = await studioClient().annotations.history.query({ imageId: image.value.id, limit: 50 });
    history.value = answer;
  }

  /** Whether what is drawn is not all saved: then what the studio has would undo it on the screen. */
  const isAhead = (): boolean => draft !== null || !queue.isEmpty;

  /** The schema was changed: it is asked for anew together with the image, whose landmarks are in its order. */
  let isSchemaStale = false;
  async function currentSchema(): Promise<LandmarkSchema> {
    if (schema.value && !isSchemaStale) return schema.value;
    isSchemaStale = false;
    try {
      return await studioClient().schema.get.query();
    } catch (error) {
      isSchemaStale = true;
      throw error;
    }
  }

  /** Asks again for the image, unless what is drawn is ahead of what is saved. */
  async function reload(): Promise<void> {
    const imageId = image.value?.id;
    if (imageId === undefined) return;
    isStale = true;
    if (isAhead()) return;
    try {
      const [known, detail] = await Promise.all([currentSchema(), studioClient().images.get.query({ imageId })]);
      if (isAhead() || image.value?.id !== imageId) return;
      isStale = false;
      schema.value = known;
      show(detail);
      await loadHistory();
    } catch (error) {
      notices.fail('The image could not be read again', error);
    }
  }

  /**
   * Draws a face otherwise; nothing is saved before `commit`. `words` tell the history what was done; without them they are
   * told from what changed. Positions in px of the image.
   */
  function drawFace(instanceId: number, state: Partial<FaceState>, words: string | null = null): void {
    const instance = instances.value.find((each) => each.id === instanceId);
    if (!instance || readOnly.value) return;
    if (draft && draft.instanceId !== instanceId) commit();
    draft ??= { instanceId, before: { landmarks: instance.landmarks, box: instance.box }, words };
    draft.words = words;
    hasDraft.value = true;
    const changed: Instance = { ...instance, ...state, landmarks: [...(state.landmarks ?? instance.landmarks)] };
    instances.value = instances.value.map((each) => (each === instance ? changed : each));
  }

  /** Draws some of a face's landmarks elsewhere or otherwise, as `drawFace` does. */
  function draw(instanceId: number, changed: ReadonlyMap<number, Landmark>, words: string | null = null): void {
    const instance = instances.value.find((each) => each.id === instanceId);
    if (!instance || changed.size === 0) return;
    const landmarks = instance.landmarks.map((landmark, index) => changed.get(index) ?? landmark);
    drawFace(instanceId, { landmarks }, words);
  }

  function landmarkOf(hit: LandmarkHit): Landmark | null {
    return instances.value.find((each) => each.id === hit.instanceId)?.landmarks[hit.index] ?? null;
  }

  /** Moves a landmark, and with it all that is selected when it is of them. One that was absent is now seen. px of the image. */
  function move(hit: LandmarkHit, to: Point): void {
    const landmark = landmarkOf(hit);
    const instance = instances.value.find((each) => each.id === hit.instanceId);
    if (!landmark || !instance) return;
    const changed = new Map<number, Landmark>();
    if (chosen.isSelected(hit))
      for (const index of selection.value) {
        const other = instance.landmarks[index];
        if (other && other.visibility !== 'absent')
          changed.set(index, { ...other, x: other.x + to.x - landmark.x, y: other.y + to.y - landmark.y });
      }
    changed.set(hit.index, {
      ...to,
      visibility: landmark.visibility === 'absent' ? 'visible' : landmark.visibility,
    });
    draw(hit.instanceId, changed);
  }

  function takeDraft(): typeof draft {
    const begun = draft;
    draft = null;
    hasDraft.value = false;
    return begun;
  }

  /** Keeps what was drawn since the last commit as one edit, and sends it. */
  function commit(): void {
    stopBurst();
    const begun = takeDraft();
    const instance = instances.value.find((each) => each.id === begun?.instanceId);
    if (!begun || !instance || !schema.value) return;
    const edit = editBetween(begun.instanceId, begun.before, instance, schema.value, begun.words);
    if (edit) send(edit);
    else if (isStale) void reload();
  }

  /** Takes back what was drawn since the last commit. */
  function abandon(): void {
    stopBurst();
    const begun = takeDraft();
    if (!begun) return;
    instances.value = instances.value.map((each) =>
      each.id === begun.instanceId ? { ...each, landmarks: [...begun.before.landmarks], box: begun.before.box } : each,
    );
  }

  function send(edit: Edit): void {
    queue.add({ label: edit.label, repeatable: true, run: () => studioClient().annotations.edit.mutate(edit) });
  }

  function stopBurst(): void {
    if (burstTimer) clearTimeout(burstTimer);
    burstTimer = null;
  }

  /** Keeps what keys did once they have been still for a moment. */
  function commitSoon(): void {
    stopBurst();
    burstTimer = setTimeout(commit, burst);
  }

  /** Moves what is selected by px of the image. */
  function nudge(by: Point): void {
    const { value: face } = activeInstance;
    if (!face) return;
    const changed = new Map<number, Landmark>();
    for (const index of selection.value) {
      const landmark = face.landmarks[index];
      if (landmark && landmark.visibility !== 'absent')
        changed.set(index, { ...landmark, x: landmark.x + by.x, y: landmark.y + by.y });
    }
    draw(face.id, changed);
    commitSoon();
  }

  /** Turns the visibility of all that is selected to the one after the picked landmark's; or of the landmark given alone. */
  function cycleVisibility(hit: LandmarkHit | null = null): void {
    const about = hit ?? selected.value;
    const landmark = about && landmarkOf(about);
    const face = instances.value.find((each) => each.id === about?.instanceId);
    if (!landmark || !face) return;
    commit();
    const visibility = nextVisibility(landmark.visibility);
    const changed = new Map<number, Landmark>();
    for (const index of hit ? [hit.index] : selection.value) {
      const each = face.landmarks[index];
      if (each) changed.set(index, { ...placeWhenSeen(each), visibility });
    }
    draw(face.id, changed);
    commitSoon();
  }

  /** Puts the picked landmark there when it is absent, and says so by true. px of the image. */
  function placeAbsent(at: Point): boolean {
    const hit = selected.value;
    const name = hit && schema.value?.landmarks[hit.index]?.name;
    if (!hit || !name || landmarkOf(hit)?.visibility !== 'absent' || readOnly.value) return false;
    commit();
    draw(hit.instanceId, new Map([[hit.index, { ...at, visibility: 'visible' }]]), `Placed ${name}`);
    commit();
    return true;
  }

  /** A landmark that came absent has no place; when it is to be seen it appears in the middle of the image. */
  function placeWhenSeen(landmark: Landmark): Landmark {
    const isNowhere = landmark.x === 0 && landmark.y === 0;
    return landmark.visibility === 'absent' && isNowhere && image.value
      ? { ...landmark, x: image.value.width / 2, y: image.value.height / 2 }
      : landmark;
  }

  /** Undo and redo go through the same queue: they must not overtake an edit that waits. */
  function step(kind: 'undo' | 'redo'): void {
    if (readOnly.value) return;
    commit();
    queue.add({
      label: kind === 'undo' ? 'Undo' : 'Redo',
      repeatable: false,
      run: async () => {
        const result = await studioClient().annotations[kind].mutate();
        isStale = true;
        // What came back is shown, wherever it is.
        const about = result.entry.imageId;
        // It may have been a change of the schema.
        isSchemaStale ||= about === null;
        if (about !== null && about !== image.value?.id && navigation.place === 'annotate') navigation.openImage(about);
        return result;
      },
    });
  }

  function setStatus(status: ImageStatus, imageId = image.value?.id): void {
    if (readOnly.value || imageId === undefined) return;
    commit();
    if (image.value?.id === imageId) image.value = { ...image.value, status };
    queue.add({
      label: `Marked ${status}`,
      repeatable: true,
      run: () => studioClient().images.setStatus.mutate({ imageIds: [imageId], status }),
    });
  }

  /** Adds a face, which becomes the active one: the schema's drawing where no landmarks are given (px of the image). */
  function addFace(face: FaceState | null = null, label = 'Added a face'): void {
    if (readOnly.value || !image.value || !schema.value) return;
    commit();
    const landmarks = [...(face?.landmarks ?? landmarksOfNewFace(schema.value, image.value))];
    const edit: Edit = {
      label,
      changes: [{ kind: 'add instance', imageId: image.value.id, box: face?.box ?? null, landmarks }],
    };
    // Sent twice it would be there twice.
    wantsNewest.value = true;
    queue.add({ label, repeatable: false, run: () => studioClient().annotations.edit.mutate(edit) });
  }

  /** Puts faces (px of the image) onto those that are there, in order, and adds those there are more: one edit. */
  function putFaces(faces: readonly Landmark[][], label: string): void {
    const imageId = image.value?.id;
    const known = schema.value;
    if (readOnly.value || imageId === undefined || !known) return;
    commit();
    const changes = faces.flatMap((landmarks, order): Change[] => {
      const instance = instances.value[order];
      if (!instance) return [{ kind: 'add instance', imageId, box: null, landmarks }];
      return editBetween(instance.id, instance, { landmarks, box: instance.box }, known, label)?.changes ?? [];
    });
    if (changes.length === 0) return;
    const edit: Edit = { label, changes };
    queue.add({ label, repeatable: false, run: () => studioClient().annotations.edit.mutate(edit) });
  }

  function deleteFace(): void {
    const instance = activeInstance.value;
    if (readOnly.value || !instance) return;
    commit();
    const place = instances.value.indexOf(instance);
    const label = instances.value.length > 1 ? `Deleted face ${place + 1}` : 'Deleted the face';
    instances.value = instances.value.filter((each) => each !== instance);
    activeInstanceId.value = (instances.value[place] ?? instances.value.at(-1))?.id ?? null;
    chosen.clear();
    const edit: Edit = { label, changes: [{ kind: 'delete instance', instanceId: instance.id }] };
    queue.add({ label, repeatable: false, run: () => studioClient().annotations.edit.mutate(edit) });
  }

  /** The project the edits that wait belong to. */
  let projectPath = studio.project?.path;

  /** Another project is open, or none. Edits that wait are kept for the project they belong to, should it come back (a studio that was started again). */
  function followProject(path: string | undefined): void {
    if (path === undefined) commit();
    if (path === undefined && !queue.isEmpty)
      notices.show('error', 'Not all edits are saved', `Open ${projectPath} again in this window to save them.`);
    if (path !== undefined && path !== projectPath) queue.clear();
    if (path !== undefined) projectPath = path;
    close();
    queue.retry();
  }

  function close(): void {
    stopBurst();
    takeDraft();
    wantedId = null;
    image.value = null;
    instances.value = [];
    schema.value = null;
    activeInstanceId.value = null;
    chosen.clear();
    history.value = { entries: [], canUndo: false, canRedo: false };
  }

  /** Resolves when all that was drawn is saved; rejects when something cannot be. */
  async function flush(): Promise<void> {
    commit();
    await queue.whenEmpty();
  }

  watch(() => studio.project?.path, followProject);
  onStudioEvent((event) => {
    if (event.kind === 'reconnected') {
      queue.retry();
      void reload();
    } else if (event.kind === 'schema') {
      isSchemaStale = true;
      void reload();
    } else if (event.kind === 'images' && image.value) {
      if (event.imageIds === null || event.imageIds.includes(image.value.id)) void reload();
    }
  });
  // What keys did is kept before the window may be gone; what is not saved holds the window open.
  useEventListener(window, 'blur', commit);
  useEventListener(window, 'pagehide', commit);
  useEventListener(window, 'beforeunload', (event) => {
    commit();
    if (!queue.isEmpty) event.preventDefault();
  });

  return {
    schema,
    image,
    instances,
    activeInstanceId,
    activeInstance,
    selection,
    selectedIndex,
    selected,
    hovered,
    problem,
    saveState,
    hasDraft,
    history,
    /** A face was added and is not here yet. */
    isAdding: wantsNewest,
    readOnly,
    open,
    landmarkOf,
    move,
    draw,
    drawFace,
    commit,
    commitSoon,
    abandon,
    nudge,
    cycleVisibility,
    placeAbsent,
    isSelected: chosen.isSelected,
    select: chosen.select,
    selectMany: chosen.selectMany,
    toggle: chosen.toggle,
    selectGroup: chosen.selectGroup,
    selectNext: chosen.selectNext,
    nextFace: chosen.nextFace,
    undo: () => step('undo'),
    redo: () => step('redo'),
    setStatus,
    addFace,
    putFaces,
    deleteFace,
    flush,
    retry: () => queue.retry(),
    discardFailed: () => {
      queue.discardFailed();
      void reload();
    },
  };
});
