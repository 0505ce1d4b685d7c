import { computed, ref, shallowRef } from 'vue';
import type { LandmarkSchema } from '../../../src-main/contract/index.ts';
import {
  addLandmark,
  changeLandmarks,
  draftOf,
  emptyDraft,
  extendContour,
  moveInOrder,
  removeLandmarks,
  togglePair,
  type SchemaDraft,
} from './schema-draft.ts';

export const schemaTools = ['select', 'add', 'contour', 'pair', 'corners'] as const;
export type SchemaTool = (typeof schemaTools)[number];

/** A schema being drawn, with every step of it to be undone; nothing is saved here. */
export function useSchemaEditor(initial: LandmarkSchema | null) {
  const start = initial ? draftOf(initial) : emptyDraft;
  const draft = shallowRef<SchemaDraft>(start);
  const past = shallowRef<readonly SchemaDraft[]>([]);
  const future = shallowRef<readonly SchemaDraft[]>([]);
  const tool = ref<SchemaTool>(initial ? 'select' : 'add');
  const selected = shallowRef<ReadonlySet<number>>(new Set());
  /** The landmark that a contour, a pair or two corners were begun at. */
  const begun = ref<number | null>(null);
  /** The contour being drawn, by its place; null when none is. */
  let contourPlace: number | null = null;
  let nextKey = initial?.landmarks.length ?? 0;
  const group = ref(start.groups[0]?.name ?? 'landmarks');

  const isChanged = computed(() => draft.value !== start);
  const selectedOnly = computed(() => {
    const [only] = selected.value;
    return selected.value.size === 1 ? (draft.value.landmarks.find(({ key }) => key === only) ?? null) : null;
  });

  /** `joined`: the same gesture goes on, and is undone with what it began with. */
  function keep(next: SchemaDraft, joined = false): void {
    if (next === draft.value) return;
    if (!joined) past.value = [...past.value, draft.value];
    future.value = [];
    draft.value = next;
  }

  function step(from: typeof past, to: typeof past): void {
    const next = from.value.at(-1);
    if (!next) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, draft.value];
    draft.value = next;
    letGo();
    const there = new Set(next.landmarks.map(({ key }) => key));
    selected.value = new Set([...selected.value].filter((key) => there.has(key)));
  }

  function letGo(): void {
    begun.value = null;
    contourPlace = null;
  }

  function choose(next: SchemaTool): void {
    tool.value = next;
    letGo();
  }

  function select(key: number | null, more = false): void {
    const before = more ? selected.value : new Set<number>();
    selected.value =
      key === null ? before : new Set(before.has(key) ? [...before].filter((k) => k !== key) : [...before, key]);
  }

  function selectNext(by: 1 | -1): void {
    const { landmarks } = draft.value;
    const at = landmarks.findIndex(({ key }) => selected.value.has(key));
    const next =
      landmarks[at < 0 ? (by === 1 ? 0 : landmarks.length - 1) : (at + by + landmarks.length) % landmarks.length];
    if (next) selected.value = new Set([next.key]);
  }

  function addAt(x: number, y: number): void {
    const known = draft.value.groups.some(({ name }) => name === group.value);
    const into = known ? group.value : (draft.value.groups[0]?.name ?? 'landmarks');
    keep(addLandmark(draft.value, nextKey, into, x, y));
    selected.value = new Set([nextKey]);
    nextKey += 1;
  }

  /** What a click on a landmark does with the tool in hand. */
  function take(key: number, more = false): void {
    if (tool.value === 'select' || tool.value === 'add') return select(key, more);
    selected.value = new Set([key]);
    const from = begun.value;
    if (from === null || from === key) {
      begun.value = from === key ? null : key;
      return;
    }
    if (tool.value === 'contour') {
      const next = extendContour(draft.value, contourPlace, from, key);
      keep(next.draft);
      contourPlace = next.place;
      if (next.closed) letGo();
      else begun.value = key;
      return;
    }
    keep(tool.value === 'pair' ? togglePair(draft.value, from, key) : { ...draft.value, corners: [from, key] });
    begun.value = null;
  }

  function moveSelected(dx: number, dy: number, joined: boolean): void {
    keep(
      changeLandmarks(draft.value, selected.value, ({ x, y }) => ({ x: x + dx, y: y + dy })),
      joined,
    );
  }

  function reorder(by: 1 | -1): void {
    const only = selectedOnly.value;
    if (only) keep(moveInOrder(draft.value, only.key, draft.value.landmarks.indexOf(only) + by));
  }

  function removeSelected(): void {
    if (selected.value.size === 0) return;
    keep(removeLandmarks(draft.value, selected.value));
    selected.value = new Set();
    letGo();
  }

  /** Goes on with another schema, whose landmarks are none of those that were there: labels find theirs by name. */
  function replace(schema: LandmarkSchema): void {
    keep(draftOf(schema, nextKey));
    nextKey += schema.landmarks.length;
    selected.value = new Set();
    letGo();
  }

  return {
    draft,
    tool,
    selected,
    selectedOnly,
    begun,
    group,
    isChanged,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    keep,
    undo: () => step(past, future),
    redo: () => step(future, past),
    letGo,
    choose,
    select,
    selectNext,
    addAt,
    take,
    moveSelected,
    reorder,
    removeSelected,
    replace,
  };
}

export type SchemaEditorState = ReturnType<typeof useSchemaEditor>;
