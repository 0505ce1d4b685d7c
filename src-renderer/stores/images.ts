import { useDebounceFn, useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  hasTrainer,
  imageFilterSchema,
  StudioError,
  type ImageCounts,
  type ImageFilter,
  type ImageListItem,
  type ImageOrder,
  type ImageQuery,
  type Split,
} from '../../src-main/contract/index.ts';
import { labelling } from './labelling.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

const pageSize = 100;

/** The list of images as it is filtered and ordered, loaded page by page as it is looked at. */
export const useImages = defineStore('images', () => {
  const studio = useStudio();
  const notices = useNotices();

  const filter = ref<ImageFilter>({});
  const order = ref<ImageOrder>('name');
  /** Newest run that has a best epoch: its errors stand beside the images. */
  const run = ref<number | null>(null);
  const total = ref<number | null>(null);
  /** What is loaded, by place in the list. */
  const items = shallowRef<ReadonlyMap<number, ImageListItem>>(new Map());
  const split = shallowRef<Split | null>(null);
  /** A blind second labelling is under way: the list is its sample, and nothing is told of the first labels. */
  const isBlind = computed(() => labelling().agreement !== undefined);
  /** Images that each choice of the filter would leave; null while not known. */
  const counts = shallowRef<ImageCounts | null>(null);
  /** Filters by the path of their project. */
  const keptFilters = useLocalStorage<Record<string, unknown>>('studio.filters', {});
  const isAsking = ref(false);
  /** No image that is loaded has an error of the run: it was not asked about them yet. */
  const hasErrors = computed(() => [...items.value.values()].some((item) => item.errorPx !== null));

  const query = computed<ImageQuery>(() => ({
    filter: filter.value,
    order: order.value,
    ...(run.value === null ? {} : { run: run.value }),
    ...labelling(),
  }));

  /** Answers to an older query are not taken. */
  let generation = 0;
  const asked = new Set<number>();

  async function loadPage(page: number): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = generation;
    try {
      const found = await studioClient().images.list.query({
        ...query.value,
        offset: page * pageSize,
        limit: pageSize,
      });
      if (mine !== generation) return;
      const next = new Map(items.value);
      found.items.forEach((item, index) => next.set(page * pageSize + index, item));
      total.value = found.total;
      items.value = next;
    } catch (error) {
      if (mine !== generation) return;
      asked.delete(page);
      notices.fail('The images could not be listed', error);
    }
  }

  /** Loads what is needed to show the places `first` to `last`. */
  async function ensure(first: number, last: number): Promise<void> {
    const pages: Promise<void>[] = [];
    for (
      let page = Math.floor(Math.max(0, first) / pageSize);
      page <= Math.floor(Math.max(0, last) / pageSize);
      page += 1
    )
      pages.push(loadPage(page));
    await Promise.all(pages);
  }

  /** Asks again for the pages that are loaded; what is shown stays until the answers are there. */
  async function reload(): Promise<void> {
    const pages = new Set([0, ...asked]);
    const mine = (generation += 1);
    asked.clear();
    void loadCounts();
    try {
      const answers = await Promise.all(
        [...pages].map(async (page) => {
          asked.add(page);
          return {
            page,
            found: await studioClient().images.list.query({ ...query.value, offset: page * pageSize, limit: pageSize }),
          };
        }),
      );
      if (mine !== generation) return;
      const next = new Map<number, ImageListItem>();
      for (const { page, found } of answers)
        found.items.forEach((item, index) => next.set(page * pageSize + index, item));
      total.value = answers[0]?.found.total ?? 0;
      items.value = next;
    } catch (error) {
      if (mine === generation) notices.fail('The images could not be listed', error);
    }
  }

  async function loadCounts(): Promise<void> {
    if (isBlind.value) return;
    const asking = JSON.stringify(filter.value);
    // The list says it when nothing can be asked.
    const answer = await studioClient()
      .images.counts.query({ filter: filter.value })
      .catch(() => null);
    if (JSON.stringify(filter.value) === asking) counts.value = answer;
  }

  async function findRun(): Promise<void> {
    const runs = await studioClient().runs.list.query();
    // What a run learned of the first labels is not for who labels blind.
    const withModel = runs.filter((each) => each.bestEpoch !== null && !hasTrainer(each.status));
    run.value = isBlind.value || withModel.length === 0 ? null : Math.max(...withModel.map((each) => each.id));
  }

  async function loadSplit(): Promise<void> {
    split.value = await studioClient().split.get.query();
  }

  /** Place of an image in the list; null when the filter leaves it out. */
  async function placeOf(imageId: number): Promise<number | null> {
    for (const [place, item] of items.value) if (item.id === imageId) return place;
    return studioClient().images.position.query({ ...query.value, imageId });
  }

  /** The place an image has, or would have if the filter did not leave it out: then `isThere` is false. */
  async function nearestPlaceOf(imageId: number): Promise<{ place: number; isThere: boolean }> {
    const place = await placeOf(imageId);
    if (place !== null) return { place, isThere: true };
    const near = await studioClient().images.position.query({ ...query.value, imageId, nearest: true });
    return { place: near ?? 0, isThere: false };
  }

  /** Ids of the images at these places of the list, both included. */
  async function idsBetween(first: number, last: number): Promise<number[]> {
    return studioClient().images.ids.query({ ...query.value, offset: first, limit: last - first + 1 });
  }

  /** The image at a place of the list; null beyond its ends. */
  async function imageAt(place: number): Promise<ImageListItem | null> {
    if (place < 0 || (total.value !== null && place >= total.value)) return null;
    await ensure(place, place);
    return items.value.get(place) ?? null;
  }

  /** Asks the run about all images, so that its errors can be shown and ordered by. The studio tells when they are there. */
  async function askRun(): Promise<void> {
    if (run.value === null || isAsking.value) return;
    isAsking.value = true;
    try {
      await studioClient().evaluation.evaluate.mutate({ run: run.value, on: 'all' });
      await reload();
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled'))
        notices.fail(`Run ${run.value} could not be asked about the images`, error);
    } finally {
      isAsking.value = false;
    }
  }

  function forget(): void {
    generation += 1;
    asked.clear();
    items.value = new Map();
    total.value = null;
    split.value = null;
    run.value = null;
    counts.value = null;
    order.value = 'name';
  }

  /** The filter that the project was left with. */
  function keptFilter(path: string): ImageFilter {
    const kept = imageFilterSchema.safeParse(keptFilters.value[path]);
    return kept.success ? kept.data : {};
  }

  async function refresh(): Promise<void> {
    if (!studio.project) return;
    try {
      await Promise.all([findRun(), loadSplit()]);
      await reload();
    } catch (error) {
      notices.fail('The project could not be read', error);
    }
  }

  watch(
    () => studio.project?.path,
    (path) => {
      forget();
      filter.value = path ? keptFilter(path) : {};
      if (path) void refresh();
    },
    { immediate: true },
  );
  watch(
    () => [studio.project?.path, labelling().agreement] as const,
    ([path, agreement], [pathBefore, agreementBefore]) => {
      if (path !== pathBefore || agreement === agreementBefore) return;
      forget();
      // A blind sample is seen whole.
      filter.value = path && agreement === undefined ? keptFilter(path) : {};
      void refresh();
    },
  );
  watch(filter, (now) => {
    const path = studio.project?.path;
    if (path && !isBlind.value) keptFilters.value = { ...keptFilters.value, [path]: now };
  });
  watch(query, (now, before) => {
    if (JSON.stringify(now) === JSON.stringify(before) || !studio.project) return;
    // Another question: the pages further down are asked for again when they are looked at.
    asked.clear();
    void reload();
  });

  const refreshSoon = useDebounceFn(refresh, 200, { maxWait: 1000 });
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'run' || event.kind === 'reconnected') void refreshSoon();
  });

  return {
    filter,
    order,
    run,
    total,
    items,
    split,
    counts,
    isBlind,
    query,
    isAsking,
    hasErrors,
    askRun,
    ensure,
    reload,
    loadSplit,
    placeOf,
    nearestPlaceOf,
    idsBetween,
    imageAt,
  };
});
