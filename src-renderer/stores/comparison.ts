import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { ComparedOn, FaceFigure, FigureUnit, ImageFilter } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { faceDeltas, figuresOf, readFaceErrors, type RunComparison } from './compared-run.ts';
import { orderItems, telling, type GalleryOrder, type TellingFace } from './gallery-order.ts';
import { labelling } from './labelling.ts';
import { useRuns } from './runs.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

export type ComparedPart = ComparedOn['on'];

/** Each colour of a curve tells one run. */
export const mostRuns = 6;

/** Some of the faces alone, such as those on which two landmarks are taken for each other. */
export interface OnlyFaces {
  title: string;
  instanceIds: ReadonlySet<number>;
}

const nothing: ReadonlyMap<number, number> = new Map();

/** Two runs side by side, on one part of the images or what a filter leaves of it: what Compare shows. */
export const useComparison = defineStore('comparison', () => {
  const studio = useStudio();
  const runs = useRuns();

  /** Null lets it be the newest run that has a model and is over. */
  const wantedA = ref<number | null>(null);
  const bId = ref<number | null>(null);
  /** Runs that are measured beside A and B. */
  const added = ref<number[]>([]);
  const on = ref<ComparedPart>('validation');
  const filter = ref<ImageFilter>({});
  const visibleOnly = ref(false);
  const only = shallowRef<OnlyFaces | null>(null);
  /** Which of them are shown, by instance; null: all. Verdicts are filtered by it. */
  const keeps = shallowRef<((instanceId: number) => boolean) | null>(null);
  const order = ref<GalleryOrder>('worst');
  const figure = ref<FaceFigure>({ of: 'mean' });
  const unit = useLocalStorage<FigureUnit>('studio.compare.unit', 'px');
  const a = shallowRef<RunComparison | null>(null);
  const b = shallowRef<RunComparison | null>(null);
  const loading = ref(false);
  const problem = ref<string | null>(null);
  const selectedId = ref<number | null>(null);
  let question = 0;

  /** While a sample is labelled blind nobody is shown its ground truth, and nothing measured against it. */
  const isBlind = computed(() => labelling().agreement !== undefined);
  const newest = computed(() => runs.comparable.find((run) => run.endedAt !== null) ?? runs.comparable[0] ?? null);
  const aId = computed(() => wantedA.value ?? newest.value?.id ?? null);
  const runIds = computed(() =>
    [...new Set([aId.value, bId.value, ...added.value])].filter((id) => id !== null).slice(0, mostRuns),
  );
  const addable = computed(() => runs.comparable.filter(({ id }) => !runIds.value.includes(id)));
  const isFiltered = computed(() => Object.keys(filter.value).length > 0);
  /** What the studio is asked about. */
  const compared = computed<ComparedOn>(() => ({
    on: on.value,
    ...(isFiltered.value ? { filter: filter.value } : {}),
  }));

  const by = computed(() => ({ figure: figure.value, unit: unit.value }));
  const schema = computed(() => runs.schema ?? { landmarks: [] });
  const figures = computed(() => (a.value ? figuresOf(a.value, by.value, schema.value) : nothing));
  const figuresOfB = computed(() => (b.value ? figuresOf(b.value, by.value, schema.value) : null));
  const ofB = computed(() => (b.value ? new Map(b.value.items.map((item) => [item.instanceId, item])) : null));
  const deltas = computed(() => (a.value && b.value ? faceDeltas(a.value, b.value, by.value, schema.value) : null));
  /** The faces that are compared, whatever verdict they have. */
  const candidates = computed(() => {
    const all = a.value?.items ?? [];
    const wanted = only.value?.instanceIds;
    return wanted ? all.filter(({ instanceId }) => wanted.has(instanceId)) : all;
  });
  const shownItems = computed(() => {
    const isKept = keeps.value;
    return isKept ? candidates.value.filter(({ instanceId }) => isKept(instanceId)) : candidates.value;
  });
  const items = computed(() => orderItems(shownItems.value, order.value, figures.value, deltas.value));
  const tellingFaces = computed(() => telling(shownItems.value, figures.value));
  const placeOf = computed(() => new Map(items.value.map(({ instanceId }, place) => [instanceId, place])));
  const selectedPlace = computed(() => placeOf.value.get(selectedId.value ?? -1) ?? -1);
  const selected = computed(() => items.value[selectedPlace.value] ?? null);

  function setA(runId: number | null): void {
    wantedA.value = runId;
    if (bId.value === runId) bId.value = null;
  }
  function add(runId: number): void {
    if (bId.value === null) bId.value = runId;
    else if (runIds.value.length < mostRuns) added.value = [...added.value, runId];
  }
  function remove(runId: number): void {
    added.value = added.value.filter((id) => id !== runId);
    if (bId.value === runId) bId.value = added.value.shift() ?? null;
  }

  async function read(runId: number): Promise<RunComparison> {
    return readFaceErrors(
      await studioClient().evaluation.errors.mutate({
        run: runId,
        ...compared.value,
        visibleOnly: visibleOnly.value,
      }),
    );
  }

  /** Asks for both runs; what is shown stays until the answer is there. */
  async function refresh(): Promise<void> {
    const asked = (question += 1);
    const [runA, runB] = isBlind.value ? [null, null] : [aId.value, bId.value];
    problem.value = null;
    loading.value = runA !== null;
    if (b.value?.runId !== runB) b.value = null;
    if (runA === null) {
      a.value = null;
      return;
    }
    try {
      const known = await read(runA);
      if (asked !== question) return;
      a.value = known;
      const other = runB === null ? null : await read(runB);
      if (asked !== question) return;
      b.value = other;
    } catch (error) {
      if (asked !== question) return;
      if (a.value?.runId !== runA) a.value = null;
      problem.value = messageOf(error);
    }
    loading.value = false;
  }

  function select(place: number): void {
    const item = items.value[Math.min(items.value.length - 1, Math.max(0, place))];
    if (item) selectedId.value = item.instanceId;
  }

  function jump(which: TellingFace): void {
    const item = tellingFaces.value?.[which];
    if (item) selectedId.value = item.instanceId;
  }

  /** Shows these faces alone, the worst chosen. */
  function showOnly(title: string, instanceIds: readonly number[]): void {
    only.value = { title, instanceIds: new Set(instanceIds) };
    if (selectedPlace.value < 0) select(0);
  }

  function forget(): void {
    question += 1;
    for (const each of [wantedA, bId, a, b, problem, selectedId, only]) each.value = null;
    loading.value = false;
    [added.value, filter.value, figure.value] = [[], {}, { of: 'mean' }];
  }

  watch(() => studio.project?.path, forget);
  // They were found among other faces.
  watch(
    () => [aId.value, compared.value],
    () => (only.value = null),
  );
  // A run that was deleted can no longer be compared.
  watch(
    () => runs.runs,
    (list) => {
      if (!list) return;
      const isThere = (runId: number | null): boolean => list.some((run) => run.id === runId);
      if (!isThere(wantedA.value)) wantedA.value = null;
      if (!isThere(bId.value)) bId.value = null;
      if (!added.value.every(isThere)) added.value = added.value.filter(isThere);
    },
  );

  return {
    wantedA,
    aId,
    bId,
    added,
    runIds,
    addable,
    isBlind,
    on,
    filter,
    isFiltered,
    compared,
    visibleOnly,
    only,
    keeps,
    candidates,
    order,
    figure,
    unit,
    a,
    b,
    ofB,
    figures,
    figuresOfB,
    deltas,
    items,
    tellingFaces,
    selectedId,
    selectedPlace,
    selected,
    loading,
    problem,
    setA,
    add,
    remove,
    refresh,
    select,
    jump,
    showOnly,
  };
});

/** Keeps the comparison up to date while the calling component lives: other runs or part chosen, labels corrected. */
export function followComparison(): void {
  const comparison = useComparison();
  let later: ReturnType<typeof setTimeout> | null = null;
  watch(
    () => [comparison.aId, comparison.bId, comparison.compared, comparison.visibleOnly, comparison.isBlind],
    () => void comparison.refresh(),
    { immediate: true },
  );
  onStudioEvent((event) => {
    if (event.kind !== 'images' && event.kind !== 'reconnected') return;
    if (later) clearTimeout(later);
    // A person who nudges a landmark saves many edits in a row.
    later = setTimeout(() => void comparison.refresh(), 250);
  });
}
