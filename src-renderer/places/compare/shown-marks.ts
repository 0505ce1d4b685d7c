import { computed, ref } from 'vue';
import { learnedLines } from '../../../src-main/contract/index.ts';
import type { MarkSet } from '../../components/picture-landmarks/marks.ts';
import { useComparison } from '../../stores/comparison.ts';
import { useFacePoints, type PlacedFace } from '../../stores/face-points.ts';
import { useRuns } from '../../stores/runs.ts';

/** Which marks are drawn on the pictures; any of them can be hidden to see what is under it. */
const shown = ref({ truth: true, a: true, b: true });
/** Whether a line runs from each true landmark to each prediction of it. */
const vectors = ref(true);

/** What to draw on a face of the gallery, and the switches for it. */
export function useShownMarks() {
  const comparison = useComparison();
  const runs = useRuns();
  const points = useFacePoints();

  const lines = computed(() =>
    learnedLines(runs.schema?.contours ?? [], comparison.a?.landmarks.map(({ index }) => index) ?? []),
  );

  /** B's landmarks by A's order, then those that A did not learn: lines and errors go by places. */
  const placesOfB = computed(() => {
    const [ofA, ofB] = [comparison.a?.landmarks ?? [], comparison.b?.landmarks ?? []];
    const places = new Map(ofB.map(({ index }, place) => [index, place]));
    const shared = ofA.map(({ index }) => places.get(index) ?? -1);
    return [...shared, ...[...ofB.keys()].filter((place) => !shared.includes(place))];
  });

  /** Sets are made once for each face, so that its picture is drawn anew only when something on it changed. */
  const made = computed(() => ({
    marks: shown.value,
    places: placesOfB.value,
    sets: new WeakMap<PlacedFace, { other: PlacedFace | null; sets: MarkSet[] }>(),
  }));

  /** None before the face's places are known. */
  function setsOf(instanceId: number): MarkSet[] {
    const own = points.of(comparison.a?.runId, instanceId);
    const other = points.of(comparison.b?.runId, instanceId);
    const there = own && made.value.sets.get(own);
    if (there?.other === other) return there.sets;
    const { marks, places } = made.value;
    const sets: MarkSet[] = [];
    if (marks.truth && own) sets.push({ kind: 'truth', points: own.truth });
    if (marks.b && other) sets.push({ kind: 'other', points: places.map((place) => other.predicted[place] ?? null) });
    if (marks.a && own) sets.push({ kind: 'prediction', points: own.predicted });
    if (own) made.value.sets.set(own, { other, sets });
    return sets;
  }

  /** A alone, B alone, both: to flicker between two runs. */
  function flicker(): void {
    const { truth, a, b } = shown.value;
    if (!comparison.b) shown.value = { truth, a: !a, b };
    else
      shown.value =
        a && b ? { truth, a: true, b: false } : a ? { truth, a: false, b: true } : { truth, a: true, b: true };
  }

  return { shown, vectors, lines, setsOf, flicker };
}
