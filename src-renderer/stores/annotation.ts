import { useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type {
  Edit,
  EditResult,
  FaceOrigins,
  History,
  ImageDetail,
  ImageStatus,
  Instance,
  LandmarkOrigin,
  LandmarkSchema,
} from '../../src-main/contract/index.ts';
import { withUnsaved } from '../places/annotate/edits.ts';
import { acceptedAs, isSuggested, suggestedFaces, suggestedOf } from '../places/annotate/suggestions/suggested-face.ts';
import type { LandmarkHit } from '../places/annotate/stage/hit-test.ts';
import { useAcceptedFaces } from './accepted-faces.ts';
import { useDraft } from './draft.ts';
import { useFaceEdits } from './face-edits.ts';
import { useLandmarkEdits } from './landmark-edits.ts';
import { labelling } from './labelling.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { OperationQueue, type SaveState } from './operation-queue.ts';
import type { OpenImage } from './open-image.ts';
import { useSelection } from './selection.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

const noHistory: History = { entries: [], total: 0, current: 0, canUndo: false, canRedo: false };

/** A way through the history that takes longer (ms) is shown over the picture. */
const farAway = 700;

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
  const history = shallowRef<History>(noHistory);
  const origins = shallowRef<readonly FaceOrigins[]>([]);
  /** Who or what placed each landmark of the active face, in the schema's order. */
  const activeOrigins = computed<readonly (LandmarkOrigin | null)[]>(
    () => origins.value.find((face) => face.instanceId === activeInstanceId.value)?.landmarks ?? [],
  );
  /** An undo, a redo or a jump takes so long that what is drawn is not what will be there. */
  const isFarAway = ref(false);

  const readOnly = computed(() => studio.project?.readOnly ?? false);
  const openImage: OpenImage = { schema, image, instances, readOnly };

  const draft = useDraft(openImage, (edit) => {
    if (edit) send(edit);
    else if (isStale) void reload();
  });
  const { commit } = draft;
  const landmarkEdits = useLandmarkEdits(openImage, chosen, draft);
  const faceEdits = useFaceEdits(openImage, chosen, {
    commit,
    send: (edit) => send(edit, false),
    adding: () => {
      wantsNewest.value = true;
    },
  });
  /** What the studio told about this image while edits were on their way is asked for when they have arrived. */
  let isStale = false;
  /** The image asked for last: answers about others come too late. */
  let wantedId: number | null = null;
  /** A face was added: the newest is the active one when the image comes back. */
  const wantsNewest = ref(false);

  const accepted = useAcceptedFaces();

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
      const [known, detail] = await Promise.all([
        currentSchema(),
        client.images.get.query({ imageId, ...labelling() }),
      ]);
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
    const before = image.value;
    const isOther = before?.id !== detail.id;
    image.value = detail;
    accepted.forget();
    // What waits to be saved was done to it after this.
    instances.value = [...withUnsaved(detail.instanceList, queue.edits), ...suggestedFaces(detail)];
    const active = activeInstanceId.value;
    // A suggested face that was accepted goes on being the active one, with what is selected of it.
    const isGone = instances.value.every(({ id }) => id !== active);
    if (active !== null && isSuggested(active) && isGone && before && !isOther)
      activeInstanceId.value = acceptedAs(active, before, detail);
    const stillThere = instances.value.some((instance) => instance.id === activeInstanceId.value);
    if (!stillThere) activeInstanceId.value = instances.value[0]?.id ?? null;
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
    const { annotations } = studioClient();
    const imageId = image.value.id;
    // A blind second labelling is not told who placed the first.
    const isBlind = image.value.agreement !== undefined;
    const [answer, known] = await Promise.all([
      annotations.history.query({ imageId, limit: 50, ...labelling() }),
      isBlind ? [] : annotations.origins.query({ imageId }),
    ]);
    history.value = answer;
    origins.value = known;
  }

  /** Whether what is drawn is not all saved: then what the studio has would undo it on the screen. */
  const isAhead = (): boolean => draft.isBegun() || !queue.isEmpty;

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
      const [known, detail] = await Promise.all([
        currentSchema(),
        studioClient().images.get.query({ imageId, ...labelling() }),
      ]);
      if (isAhead() || image.value?.id !== imageId) return;
      isStale = false;
      schema.value = known;
      show(detail);
      await loadHistory();
    } catch (error) {
      notices.fail('The image could not be read again', error);
    }
  }

  /** Undo, redo and jumps go through the same queue: they must not overtake an edit that waits. */
  function travel(label: string, go: () => Promise<EditResult>): void {
    if (readOnly.value) return;
    commit();
    queue.add({
      label,
      repeatable: false,
      run: async () => {
        const timer = setTimeout(() => {
          isFarAway.value = true;
        }, farAway);
        try {
          const result = await go();
          isStale = true;
          // What came back is shown, wherever it is.
          const about = result.entry.imageId;
          // It may have been a change of the schema.
          isSchemaStale ||= about === null;
          if (about !== null && about !== image.value?.id && navigation.place === 'annotate')
            navigation.openImage(about);
          return result;
        } finally {
          clearTimeout(timer);
          isFarAway.value = false;
        }
      },
    });
  }

  function setStatus(status: ImageStatus, imageId = image.value?.id): void {
    if (readOnly.value || imageId === undefined) return;
    if (image.value?.id === imageId) image.value = { ...image.value, status };
    const asked = labelling();
    save(`Marked ${status}`, () => studioClient().images.setStatus.mutate({ imageIds: [imageId], status, ...asked }));
  }

  /** Saves what is not about landmarks in its turn: it must not overtake an edit that waits. It may be sent twice. */
  function save(label: string, run: () => Promise<EditResult>): void {
    if (readOnly.value) return;
    commit();
    queue.add({ label, repeatable: true, run });
  }

  /** `repeatable`: it may be sent again where the studio may have done it already. A face would be there twice. */
  function send(edit: Edit, repeatable = true): void {
    // The faces that were drawn say whose labelling it is, whatever is under way when it is sent.
    const agreement = image.value?.agreement;
    const about = image.value;
    const whole = agreement === undefined ? edit : { ...edit, agreement };
    queue.add({
      label: edit.label,
      // A face would be there twice.
      repeatable: repeatable && suggestedOf(edit).length === 0,
      edit: whole,
      run: async () => studioClient().annotations.edit.mutate(await accepted.editOf(whole, about)),
    });
  }

  /** The project the edits that wait belong to: the same one, wherever its folder is now. */
  let projectPath = studio.project?.path;
  let projectMade = studio.project?.createdAt;

  /** Another project is open, or none. Edits that wait are kept for the project they belong to, should it come back (a studio that was started again). */
  function followProject(path: string | undefined): void {
    if (path === undefined) commit();
    if (path === undefined && !queue.isEmpty)
      notices.show('error', 'Not all edits are saved', `Open ${projectPath} again in this window to save them.`);
    const made = studio.project?.createdAt;
    if (path !== undefined && made !== projectMade) queue.clear();
    if (path !== undefined) [projectPath, projectMade] = [path, made];
    close();
    queue.retry();
  }

  function close(): void {
    draft.forget();
    wantedId = null;
    image.value = null;
    instances.value = [];
    schema.value = null;
    activeInstanceId.value = null;
    chosen.clear();
    history.value = noHistory;
    origins.value = [];
  }

  /** Resolves when all that was drawn is saved; rejects when something cannot be. */
  async function flush(): Promise<void> {
    commit();
    await queue.whenEmpty();
  }

  watch(() => studio.project?.path, followProject);
  watch(
    () => [studio.project?.path, labelling().agreement] as const,
    ([path, agreement], [pathBefore, agreementBefore]) => {
      if (path !== pathBefore || agreement === agreementBefore) return;
      // Another labelling: nothing of the one before stays on the screen.
      commit();
      close();
      navigation.closeImage();
    },
  );
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
    hasDraft: draft.hasDraft,
    history,
    activeOrigins,
    isFarAway,
    /** A face was added and is not here yet. */
    isAdding: wantsNewest,
    readOnly,
    open,
    draw: draft.draw,
    drawFace: draft.drawFace,
    ...landmarkEdits,
    commit,
    commitSoon: draft.commitSoon,
    abandon: draft.abandon,
    isSelected: chosen.isSelected,
    select: chosen.select,
    selectMany: chosen.selectMany,
    toggle: chosen.toggle,
    selectGroup: chosen.selectGroup,
    selectNext: chosen.selectNext,
    nextFace: chosen.nextFace,
    undo: () => travel('Undo', () => studioClient().annotations.undo.mutate(labelling())),
    redo: () => travel('Redo', () => studioClient().annotations.redo.mutate(labelling())),
    /** Undoes or redoes until a step is the newest that is done; 0: until none is. `to` names it. */
    jump: (entryId: number, to: string) =>
      travel(`Going to ${to}`, () => studioClient().annotations.jump.mutate({ entryId })),
    setStatus,
    save,
    ...faceEdits,
    /** Does something that changes labels in its turn after what waits to be saved. */
    perform: (label: string, run: () => Promise<EditResult>) => {
      commit();
      queue.add({ label, repeatable: false, run });
    },
    /** Does something with what is suggested: an edit that must not be made twice. */
    decide: (edit: Edit) => {
      commit();
      send(edit, false);
    },
    flush,
    retry: () => queue.retry(),
    discardFailed: () => {
      queue.discardFailed();
      void reload();
    },
  };
});
