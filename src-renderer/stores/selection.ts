import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Instance, LandmarkSchema } from '../../src-main/contract/index.ts';
import type { LandmarkHit } from '../places/annotate/stage/hit-test.ts';

export interface Selection {
  activeInstanceId: Ref<number | null>;
  activeInstance: ComputedRef<Instance | null>;
  /** Landmarks of the active face that are selected. */
  selection: ShallowRef<ReadonlySet<number>>;
  /** The one of them that was picked last: it is named, magnified and stepped on from. */
  selectedIndex: Ref<number | null>;
  selected: ComputedRef<LandmarkHit | null>;
  isSelected: (hit: LandmarkHit) => boolean;
  /** Selects one landmark alone, or nothing. */
  select: (hit: LandmarkHit | null) => void;
  /** Selects landmarks of a face, which becomes the active one. The picked one is the last, unless one of them was picked already. */
  selectMany: (instanceId: number | null, indices: Iterable<number>, picked?: number) => void;
  /** Takes a landmark into the selection, or out of it. One of another face is selected alone. */
  toggle: (hit: LandmarkHit) => void;
  /** Selects the landmark's whole group of the schema. */
  selectGroup: (hit: LandmarkHit) => void;
  /** Selects the landmark after (or before) the picked one, going round; with `adding` it joins those selected. */
  selectNext: (step: 1 | -1, adding?: boolean) => void;
  /** The face after (or before) the active one becomes active, going round. */
  nextFace: (step: 1 | -1) => void;
  clear: () => void;
  /** On another image the picked landmark stays selected, alone: what was gathered was about the one before. */
  narrow: () => void;
}

/** Which face and which of its landmarks a person works on. `leave` is called before the selection becomes another. */
export function useSelection(
  instances: ShallowRef<readonly Instance[]>,
  schema: ShallowRef<LandmarkSchema | null>,
  leave: () => void,
): Selection {
  const activeInstanceId = ref<number | null>(null);
  const selection = shallowRef<ReadonlySet<number>>(new Set());
  const selectedIndex = ref<number | null>(null);
  const activeInstance = computed(
    () => instances.value.find((instance) => instance.id === activeInstanceId.value) ?? null,
  );
  const selected = computed<LandmarkHit | null>(() =>
    activeInstanceId.value === null || selectedIndex.value === null
      ? null
      : { instanceId: activeInstanceId.value, index: selectedIndex.value },
  );

  const isSelected = (hit: LandmarkHit): boolean =>
    hit.instanceId === activeInstanceId.value && selection.value.has(hit.index);

  function select(hit: LandmarkHit | null): void {
    if (hit) selectMany(hit.instanceId, [hit.index]);
    else selectMany(activeInstanceId.value, []);
  }

  function selectMany(instanceId: number | null, indices: Iterable<number>, picked?: number): void {
    const wanted = new Set(indices);
    const isSame =
      instanceId === activeInstanceId.value &&
      wanted.size === selection.value.size &&
      [...wanted].every((index) => selection.value.has(index));
    if (isSame && (picked === undefined || picked === selectedIndex.value)) return;
    leave();
    const kept = selectedIndex.value !== null && wanted.has(selectedIndex.value) ? selectedIndex.value : undefined;
    activeInstanceId.value = instanceId;
    selection.value = wanted;
    selectedIndex.value = picked ?? kept ?? [...wanted].at(-1) ?? null;
  }

  function toggle(hit: LandmarkHit): void {
    if (hit.instanceId !== activeInstanceId.value) return select(hit);
    const wanted = new Set(selection.value);
    if (wanted.delete(hit.index)) selectMany(hit.instanceId, wanted);
    else selectMany(hit.instanceId, wanted.add(hit.index), hit.index);
  }

  function selectGroup(hit: LandmarkHit): void {
    const landmarks = schema.value?.landmarks ?? [];
    const group = landmarks[hit.index]?.group;
    const indices = [...landmarks.keys()].filter((index) => landmarks[index]?.group === group);
    selectMany(hit.instanceId, indices, hit.index);
  }

  function selectNext(step: 1 | -1, adding = false): void {
    const instance = activeInstance.value ?? instances.value[0];
    if (!instance || instance.landmarks.length === 0) return;
    const count = instance.landmarks.length;
    const from = selectedIndex.value ?? (step === 1 ? -1 : count);
    const index = (from + step + count) % count;
    selectMany(instance.id, adding ? [...selection.value, index] : [index], index);
  }

  function nextFace(step: 1 | -1): void {
    const count = instances.value.length;
    if (count === 0) return;
    const from = instances.value.findIndex((each) => each.id === activeInstanceId.value);
    const next = instances.value[(from + step + count) % count];
    if (next && next.id !== activeInstanceId.value) selectMany(next.id, []);
  }

  function clear(): void {
    selection.value = new Set();
    selectedIndex.value = null;
  }

  function narrow(): void {
    selection.value = new Set(selectedIndex.value === null ? [] : [selectedIndex.value]);
  }

  return {
    activeInstanceId,
    activeInstance,
    selection,
    selectedIndex,
    selected,
    isSelected,
    select,
    selectMany,
    toggle,
    selectGroup,
    selectNext,
    nextFace,
    clear,
    narrow,
  };
}
