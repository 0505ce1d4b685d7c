import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Verdict, VerdictKind } from '../../src-main/contract/index.ts';
import { useAnnotation } from './annotation.ts';
import { useComparison } from './comparison.ts';
import { useNotices } from './notices.ts';
import { useRunMeasures } from './run-measures.ts';
import { onStudioEvent, studioClient, useStudio } from './studio.ts';

/** Faces to show: all, those run A's prediction of which has no verdict, or those with one of a kind. */
export type VerdictFilter = 'all' | 'unreviewed' | VerdictKind;

/** What is known of a verdict; all of it once the studio has it. */
export type ShownVerdict = Pick<Verdict, 'verdict' | 'labelChanged'>;

/** The verdicts on what run A predicted, given one by one; a verdict is shown at once and saved in its turn with other edits. */
export const useVerdicts = defineStore('verdicts', () => {
  const studio = useStudio();
  const comparison = useComparison();
  const annotation = useAnnotation();
  const measures = useRunMeasures();
  const notices = useNotices();

  const filter = ref<VerdictFilter>('all');
  const known = shallowRef<ReadonlyMap<number, Verdict>>(new Map());
  /** Given and not told by the studio yet, the newest of each face. */
  const onTheirWay = shallowRef<ReadonlyMap<number, { verdict: VerdictKind | null }>>(new Map());
  /** Of questions to the studio: the last that was asked, and the newest whose answer is shown. */
  let [asked, answered] = [0, 0];

  const byFace = computed<ReadonlyMap<number, ShownVerdict>>(() => {
    const all = new Map<number, ShownVerdict>(known.value);
    for (const [instanceId, { verdict }] of onTheirWay.value)
      if (verdict === null) all.delete(instanceId);
      else all.set(instanceId, { verdict, labelChanged: null });
    return all;
  });
  /** Of the faces that are compared, whatever this filter leaves of them. */
  const reviewed = computed(() => {
    const { candidates } = comparison;
    return {
      count: candidates.filter(({ instanceId }) => byFace.value.has(instanceId)).length,
      of: candidates.length,
    };
  });
  const counts = computed(() => {
    const found: Record<VerdictFilter, number> = {
      all: reviewed.value.of,
      unreviewed: reviewed.value.of - reviewed.value.count,
      'label wrong': 0,
      'model wrong': 0,
      ambiguous: 0,
      'image bad': 0,
    };
    for (const { instanceId } of comparison.candidates) {
      const verdict = byFace.value.get(instanceId)?.verdict;
      if (verdict) found[verdict] += 1;
    }
    return found;
  });
  const selected = computed(() => byFace.value.get(comparison.selectedId ?? -1) ?? null);

  async function load(): Promise<void> {
    const question = (asked += 1);
    // Of the run that is shown: another one may be being measured.
    const run = comparison.a?.runId;
    if (run === undefined) {
      answered = question;
      known.value = new Map();
      return;
    }
    try {
      const { verdicts } = await studioClient().evaluation.verdicts.query({ run });
      if (question < answered || run !== comparison.a?.runId) return;
      answered = question;
      known.value = new Map(verdicts.map((verdict) => [verdict.instanceId, verdict]));
    } catch (error) {
      if (question === asked) notices.fail(`The verdicts on run ${run} could not be read`, error);
    }
  }

  function setOnItsWay(instanceId: number, given: { verdict: VerdictKind | null } | null): void {
    const all = new Map(onTheirWay.value);
    if (given) all.set(instanceId, given);
    else all.delete(instanceId);
    onTheirWay.value = all;
  }

  /** The next face of the present order without a verdict, after `place`; from the first again at the end. Null when there is none. */
  function nextUnreviewed(place: number): number | null {
    const { items } = comparison;
    const next = [...items.slice(place + 1), ...items.slice(0, Math.max(0, place))].find(
      ({ instanceId }) => !byFace.value.has(instanceId),
    );
    return next?.instanceId ?? null;
  }

  /** To the next unreviewed face; where those of one verdict are looked at, to the next of these. */
  function goOn(): void {
    const place = comparison.selectedPlace;
    const isOfKind = filter.value !== 'all' && filter.value !== 'unreviewed';
    const next = isOfKind ? (comparison.items[place + 1]?.instanceId ?? null) : nextUnreviewed(place);
    if (isOfKind && next === null) notices.show('info', 'This was the last face with this verdict');
    else if (next === null) notices.show('info', 'No face is left without a verdict', 'Choose another part, or run.');
    else comparison.selectedId = next;
  }

  /**
   * Gives a verdict on run A's prediction of the chosen face, null takes it away, and goes on to the next unreviewed face. A wrong
   * label is corrected first: it stays chosen, and goes on when it is given once more.
   */
  function give(verdict: VerdictKind | null): void {
    const [run, face] = [comparison.a?.runId, comparison.selected];
    if (!face || run === undefined) return;
    if (annotation.readOnly) {
      notices.show('info', 'The project is open for reading only', 'No verdict can be given.');
      return;
    }
    const before = selected.value?.verdict ?? null;
    if (before === verdict) {
      if (verdict !== null) goOn();
      return;
    }
    const { instanceId, name } = face;
    const next = nextUnreviewed(comparison.selectedPlace);
    const given = { verdict };
    setOnItsWay(instanceId, given);
    annotation.save(verdict === null ? `Taking the verdict off ${name}` : `Verdict on ${name}`, async () => {
      try {
        const result = await studioClient().evaluation.setVerdict.mutate({ run, instanceIds: [instanceId], verdict });
        await load();
        return result;
      } finally {
        // What the studio has is shown from now on, also where it refused.
        if (onTheirWay.value.get(instanceId) === given) setOnItsWay(instanceId, null);
      }
    });
    if (verdict === 'label wrong') measures.view = 'face';
    else if (verdict !== null && next !== null) comparison.selectedId = next;
  }

  watch(
    () => studio.project?.path,
    () => {
      answered = asked += 1;
      [known.value, onTheirWay.value, filter.value] = [new Map(), new Map(), 'all'];
    },
  );
  const isOf = (instanceId: number, wanted: VerdictFilter): boolean => {
    const verdict = byFace.value.get(instanceId)?.verdict;
    return wanted === 'all' || (wanted === 'unreviewed' ? verdict === undefined : verdict === wanted);
  };
  // A face that it leaves out is not chosen any more.
  watch(filter, (wanted) => {
    const { selectedId } = comparison;
    // The gallery then chooses the first of what is left.
    if (selectedId !== null && !isOf(selectedId, wanted)) comparison.selectedId = null;
  });
  watch(
    [filter, byFace],
    ([wanted]) => {
      comparison.keeps =
        wanted === 'all'
          ? null
          : // The face that is chosen stays until the person goes on: its label may be being corrected.
            (instanceId) => instanceId === comparison.selectedId || isOf(instanceId, wanted);
    },
    { immediate: true },
  );

  return { filter, byFace, reviewed, counts, selected, load, give, goOn };
});

/** Keeps the verdicts up to date while the calling component lives: another run A, or labels and verdicts changed anywhere. */
export function followVerdicts(): void {
  const comparison = useComparison();
  const verdicts = useVerdicts();
  let later: ReturnType<typeof setTimeout> | null = null;
  watch(
    () => comparison.a?.runId,
    () => void verdicts.load(),
    { immediate: true },
  );
  onStudioEvent((event) => {
    if (event.kind !== 'images' && event.kind !== 'reconnected') return;
    if (later) clearTimeout(later);
    later = setTimeout(() => void verdicts.load(), 100);
  });
}
