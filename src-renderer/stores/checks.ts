import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  StudioError,
  type CheckReport,
  type Finding,
  type FindingCounts,
  type FindingKind,
  type FindingState,
} from '../../src-main/contract/index.ts';
import { useAnnotation } from './annotation.ts';
import { labelling } from './labelling.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** Asked for at a time; the list asks for more when its end is seen. */
const pageSize = 100;

/** What the label checks found: the list as it is filtered, what is found on the open image, and the finding that is worked on. */
export const useChecks = defineStore('checks', () => {
  const studio = useStudio();
  const annotation = useAnnotation();
  const navigation = useNavigation();
  const notices = useNotices();

  /** The list stands in place of the images. */
  const isShown = ref(false);
  const kind = ref<FindingKind | null>(null);
  const state = ref<FindingState>('open');
  const report = shallowRef<CheckReport | null>(null);
  const counts = shallowRef<FindingCounts | null>(null);
  const total = ref<number | null>(null);
  const items = shallowRef<readonly Finding[]>([]);
  const ofImage = shallowRef<readonly Finding[]>([]);
  /** The one that was opened last, as it was then: labels may have changed since. */
  const chosen = shallowRef<Finding | null>(null);
  /** Counts up with each opening, so that the same one may be looked at again. */
  const looks = ref(0);
  const isRunning = ref(false);

  /** A blind labeller must not be told where the others' landmarks lie. */
  const isBlind = computed(() => labelling().agreement !== undefined);
  const open = computed(() => Object.values(counts.value ?? {}).reduce((sum, { open: ofKind }) => sum + ofKind, 0));
  /** Its place in the list. */
  const place = computed(() => items.value.findIndex((finding) => isSame(finding, chosen.value)));

  let generation = 0;

  async function load(from = 0): Promise<void> {
    if (!studio.project || isBlind.value) return;
    const mine = (generation += 1);
    const limit = from === 0 ? Math.min(1000, Math.max(pageSize, items.value.length)) : pageSize;
    try {
      const page = await studioClient().checks.list.query({
        ...(kind.value ? { kind: kind.value } : {}),
        state: state.value,
        offset: from,
        limit,
      });
      if (mine !== generation) return;
      report.value = page.report;
      counts.value = page.counts;
      total.value = page.total;
      items.value = from === 0 ? page.items : [...items.value.slice(0, from), ...page.items];
    } catch (error) {
      if (mine === generation) notices.fail('The findings could not be listed', error);
    }
  }

  async function loadOfImage(): Promise<void> {
    const imageId = annotation.image?.id;
    if (imageId === undefined || isBlind.value) {
      ofImage.value = [];
      return;
    }
    try {
      const page = await studioClient().checks.list.query({ imageId, limit: 100 });
      if (annotation.image?.id === imageId) ofImage.value = page.items;
    } catch (error) {
      notices.fail('The image could not be checked', error);
    }
  }

  /** Loads what follows when the end of the list is seen. */
  async function loadMore(): Promise<void> {
    if (total.value !== null && items.value.length < total.value) await load(items.value.length);
  }

  async function run(): Promise<void> {
    if (isRunning.value || annotation.readOnly) return;
    isRunning.value = true;
    try {
      await annotation.flush();
      await studioClient().checks.run.mutate();
      await Promise.all([load(), loadOfImage()]);
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'cancelled'))
        notices.fail('The labels could not be checked', error);
    } finally {
      isRunning.value = false;
    }
  }

  /** Where the chosen one was in the list: what is fixed leaves it, and the next is where it was. */
  let lastPlace = 0;

  /** Opens the finding's image at its place. */
  function choose(finding: Finding): void {
    chosen.value = finding;
    lastPlace = Math.max(0, items.value.indexOf(finding));
    looks.value += 1;
    if (navigation.imageId !== finding.image.id || navigation.place !== 'annotate')
      navigation.openImage(finding.image.id);
  }

  /** Goes on in the list from the chosen one; at its ends it stays. */
  async function step(by: 1 | -1): Promise<void> {
    if (items.value.length === 0) await load();
    if (by === 1 && place.value === items.value.length - 1) await loadMore();
    const gone = by === 1 ? lastPlace : lastPlace - 1;
    const next = items.value[place.value < 0 ? gone : place.value + by];
    if (next) choose(next);
  }

  /** The finding that keys are about: the chosen one while its image is open, else the first of the image. */
  const current = computed(() => {
    const about = chosen.value;
    const imageId = annotation.image?.id;
    const known =
      ofImage.value.find((finding) => isSame(finding, about)) ?? items.value.find((each) => isSame(each, about));
    if (known && known.image.id === imageId) return known;
    return ofImage.value[0] ?? null;
  });

  /** What is decided or fixed leaves the list: the one after it is opened. */
  function settle(finding: Finding, label: string, run: () => ReturnType<typeof decideCall>): void {
    const at = items.value.findIndex((each) => each.id === finding.id);
    const next = at < 0 ? null : (items.value[at + 1] ?? items.value[at - 1] ?? null);
    annotation.perform(label, run);
    if (next && isShown.value) choose(next);
  }

  const decideCall = (ids: number[], to: FindingState) =>
    studioClient().checks.decide.mutate({ findingIds: ids, state: to });

  function decide(finding: Finding, to: FindingState): void {
    if (annotation.readOnly) return;
    settle(finding, 'The decision', () => decideCall([finding.id], to));
  }

  function fix(finding: Finding): void {
    if (annotation.readOnly) return;
    if (!finding.fix) {
      notices.show(
        'info',
        'This takes a person',
        'The landmark is selected: move it, or accept or ignore what was found.',
      );
      return;
    }
    // The place stays on the screen, so that the fix is seen.
    annotation.perform(finding.fix.words, () => studioClient().checks.fix.mutate({ findingId: finding.id }));
  }

  const refreshSoon = useDebounceFn(
    () => {
      if (report.value || isShown.value) void load();
      void loadOfImage();
    },
    120,
    { maxWait: 600 },
  );
  onStudioEvent((event) => {
    if (event.kind === 'images' || event.kind === 'checks' || event.kind === 'schema' || event.kind === 'reconnected')
      void refreshSoon();
  });
  watch(
    () => annotation.image?.id,
    () => void loadOfImage(),
  );
  watch([kind, state], () => {
    items.value = [];
    void load();
  });
  watch(
    () => [studio.project?.path, isBlind.value] as const,
    ([path]) => {
      generation += 1;
      [report.value, counts.value, total.value, chosen.value] = [null, null, null, null];
      [items.value, ofImage.value] = [[], []];
      [kind.value, state.value, isShown.value] = [null, 'open', false];
      if (path) void load();
    },
    { immediate: true },
  );

  return {
    isShown,
    isBlind,
    kind,
    state,
    report,
    counts,
    open,
    total,
    items,
    ofImage,
    chosen,
    current,
    looks,
    isRunning,
    run,
    load,
    loadMore,
    choose,
    step,
    decide,
    fix,
  };
});

/** Another check gives a finding another id; what it is about stays. */
function isSame(one: Finding, other: Finding | null): boolean {
  if (!other) return false;
  return (
    one.id === other.id ||
    (one.kind === other.kind &&
      one.image.id === other.image.id &&
      one.instanceId === other.instanceId &&
      one.other?.id === other.other?.id &&
      one.landmarks[0] === other.landmarks[0])
  );
}
