import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Evaluation, GalleryItem, GalleryPage, Measures } from '../../src-main/contract/index.ts';
import { messageOf } from '../app/messages.ts';
import { labelling } from './labelling.ts';
import { useRuns } from './runs.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

export type ComparedPart = 'train' | 'validation' | 'all';
/**
 * `furthest`: the face whose one landmark is furthest off first. Of two runs, by what A's error is more than B's: `worse` and `better`
 * put first where A is the worse or the better one, `apart` where they differ most either way.
 */
export type GalleryOrder = 'worst' | 'best' | 'furthest' | 'name' | 'worse' | 'better' | 'apart';
export const ordersOfTwo: readonly GalleryOrder[] = ['worse', 'better', 'apart'];

/** What is known of one of the two runs; items come page by page and are complete when as many as `total`. */
export interface RunComparison {
  runId: number;
  evaluation: Evaluation;
  landmarks: GalleryPage['landmarks'];
  total: number;
  items: GalleryItem[];
}

/** A figure of the table in which less is better. */
export type MeasureName = keyof Measures;

const byName = new Intl.Collator('en', { numeric: true });
const pageSize = 500;

/** Faces in the order asked for, equals by name. A face without an error (no landmark to measure) comes last. */
export function orderItems(
  items: readonly GalleryItem[],
  order: GalleryOrder,
  deltas: ReadonlyMap<number, number> | null,
): GalleryItem[] {
  const deltaOf = ({ instanceId }: GalleryItem): number => deltas?.get(instanceId) ?? NaN;
  const weights: Record<GalleryOrder, (item: GalleryItem) => number> = {
    worst: (item) => -item.errorPx,
    best: (item) => item.errorPx,
    furthest: (item) => -Math.max(...landmarkErrors(item).filter((error) => error !== null)),
    name: () => 0,
    worse: (item) => -deltaOf(item),
    better: deltaOf,
    apart: (item) => -Math.abs(deltaOf(item)),
  };
  const weight = (item: GalleryItem): number => {
    const known = weights[order](item);
    return Number.isFinite(known) ? known : Number.MAX_VALUE;
  };
  return items
    .map((item) => ({ item, weight: weight(item) }))
    .sort(
      (a, b) =>
        a.weight - b.weight || byName.compare(a.item.name, b.item.name) || a.item.instanceId - b.item.instanceId,
    )
    .map(({ item }) => item);
}

/** The face with the largest, the middle (lower of two) or the smallest error; null when none has one. */
export function itemAt(items: readonly GalleryItem[], which: 'worst' | 'median' | 'best'): GalleryItem | null {
  const measured = orderItems(
    items.filter((item) => Number.isFinite(item.errorPx)),
    'worst',
    null,
  );
  const place = { worst: 0, median: Math.floor(measured.length / 2), best: measured.length - 1 }[which];
  return measured[place] ?? null;
}

/** Error of each learned landmark in px of the original image; null where it is absent. */
export function landmarkErrors(item: GalleryItem): (number | null)[] {
  return item.truth.map((truth, index) => {
    const predicted = item.predicted[index];
    return truth.visibility === 'absent' || !predicted
      ? null
      : Math.hypot(predicted.x - truth.x, predicted.y - truth.y);
  });
}

/**
 * What A's mean error on each face is more than B's, px: over the landmarks that both runs learned and the face has. By instance;
 * a face without such a landmark, or that B has not been asked about, is not among them.
 */
export function faceDeltas(a: RunComparison, b: RunComparison): Map<number, number> {
  const placesOfB = new Map(b.landmarks.map(({ index }, place) => [index, place]));
  const pairs = a.landmarks.flatMap(({ index }, place): [number, number][] => {
    const other = placesOfB.get(index);
    return other === undefined ? [] : [[place, other]];
  });
  const ofB = new Map(b.items.map((item) => [item.instanceId, item]));
  const deltas = new Map<number, number>();
  for (const item of a.items) {
    const other = ofB.get(item.instanceId);
    if (!other) continue;
    const [errors, others] = [landmarkErrors(item), landmarkErrors(other)];
    let [sum, count] = [0, 0];
    for (const [place, otherPlace] of pairs) {
      const [one, two] = [errors[place] ?? null, others[otherPlace] ?? null];
      if (one === null || two === null) continue;
      sum += one - two;
      count += 1;
    }
    if (count > 0) deltas.set(item.instanceId, sum / count);
  }
  return deltas;
}

/** Which of the rows have the least of a figure; none when fewer than two rows have it. */
export function leastOf(values: readonly (number | null)[]): boolean[] {
  const known = values.filter((value) => value !== null && Number.isFinite(value));
  const least = Math.min(...known.map(Number));
  return values.map((value) => known.length > 1 && value === least);
}

/** Whether two evaluations measure against the same mean shape, so that one row of the table serves both. */
export function sameBaseline(one: Evaluation, other: Evaluation): boolean {
  return (
    one.landmarks === other.landmarks && Math.abs(one.baseline.mse - other.baseline.mse) <= 1e-9 * one.baseline.mse
  );
}

/** Two runs side by side, on one part of the images: what Compare shows. */
export const useComparison = defineStore('comparison', () => {
  const studio = useStudio();
  const runs = useRuns();

  /** Null lets it be the newest run that has a model and is over. */
  const wantedA = ref<number | null>(null);
  const bId = ref<number | null>(null);
  const on = ref<ComparedPart>('validation');
  const order = ref<GalleryOrder>('worst');
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
  const ofB = computed(() => (b.value ? new Map(b.value.items.map((item) => [item.instanceId, item])) : null));
  const deltas = computed(() => (a.value && b.value ? faceDeltas(a.value, b.value) : null));
  const items = computed(() => orderItems(a.value?.items ?? [], order.value, deltas.value));
  const selectedPlace = computed(() => items.value.findIndex((item) => item.instanceId === selectedId.value));
  const selected = computed(() => items.value[selectedPlace.value] ?? null);

  function setA(runId: number | null): void {
    wantedA.value = runId;
    if (bId.value === runId) bId.value = null;
  }

  /** One run's figures and faces; `take` is called with every further page. False when another question came up. */
  async function read(runId: number, asked: number, take: (known: RunComparison) => void): Promise<boolean> {
    const client = studioClient();
    const part = on.value;
    const [evaluation, first] = await Promise.all([
      client.evaluation.evaluate.mutate({ run: runId, on: part }),
      client.evaluation.gallery.mutate({ run: runId, on: part, order: 'worst', limit: pageSize }),
    ]);
    let known: RunComparison = {
      runId,
      evaluation,
      landmarks: first.landmarks,
      total: first.total,
      items: first.items,
    };
    if (asked !== question) return false;
    take(known);
    while (known.items.length < known.total) {
      const offset = known.items.length;
      const page = await client.evaluation.gallery.mutate({
        run: runId,
        on: part,
        order: 'worst',
        offset,
        limit: pageSize,
      });
      if (asked !== question) return false;
      if (page.items.length === 0) break;
      known = { ...known, items: [...known.items, ...page.items] };
      take(known);
    }
    return true;
  }

  /** Asks for both runs; what is shown stays until the answer is there. */
  async function refresh(): Promise<void> {
    const asked = (question += 1);
    const runA = isBlind.value ? null : aId.value;
    if (runA === null) {
      a.value = null;
      b.value = null;
      loading.value = false;
      problem.value = null;
      return;
    }
    loading.value = true;
    problem.value = null;
    try {
      if (b.value && b.value.runId !== bId.value) b.value = null;
      if (!(await read(runA, asked, (known) => (a.value = known)))) return;
      if (bId.value !== null && !(await read(bId.value, asked, (known) => (b.value = known)))) return;
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

  function jump(which: 'worst' | 'median' | 'best'): void {
    const item = itemAt(a.value?.items ?? [], which);
    if (item) selectedId.value = item.instanceId;
  }

  watch(
    () => studio.project?.path,
    () => {
      question += 1;
      wantedA.value = null;
      bId.value = null;
      a.value = null;
      b.value = null;
      problem.value = null;
      loading.value = false;
      selectedId.value = null;
    },
  );

  // A run that was deleted can no longer be compared.
  watch(
    () => runs.runs,
    (list) => {
      if (!list) return;
      if (wantedA.value !== null && !list.some((run) => run.id === wantedA.value)) wantedA.value = null;
      if (bId.value !== null && !list.some((run) => run.id === bId.value)) bId.value = null;
    },
  );

  return {
    wantedA,
    aId,
    bId,
    isBlind,
    on,
    order,
    a,
    b,
    ofB,
    deltas,
    items,
    selectedId,
    selectedPlace,
    selected,
    loading,
    problem,
    setA,
    refresh,
    select,
    jump,
  };
});

/** Keeps the comparison up to date while the calling component lives: other runs or part chosen, labels corrected. */
export function followComparison(): void {
  const comparison = useComparison();
  let later: ReturnType<typeof setTimeout> | null = null;
  watch(
    () => [comparison.aId, comparison.bId, comparison.on, comparison.isBlind],
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
