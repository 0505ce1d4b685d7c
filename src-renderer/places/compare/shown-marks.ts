import { computed, ref } from 'vue';
import { learnedLines, type GalleryItem, type Landmark } from '../../../src-main/contract/index.ts';
import type { MarkPoint, MarkSet } from '../../components/picture-landmarks/marks.ts';
import { useComparison } from '../../stores/comparison.ts';
import { useRuns } from '../../stores/runs.ts';

/** Which marks are drawn on the pictures; any of them can be hidden to see what is under it. */
const shown = ref({ truth: true, a: true, b: true });
/** Whether a line runs from each true landmark to each prediction of it. */
const vectors = ref(true);

const pointsOf = (landmarks: readonly Landmark[]): MarkPoint[] =>
  landmarks.map(({ x, y, visibility }) => (visibility === 'absent' ? null : { x, y }));

/** What to draw on a face of the gallery, and the switches for it. */
export function useShownMarks() {
  const comparison = useComparison();
  const runs = useRuns();

  const lines = computed(() =>
    learnedLines(runs.schema?.contours ?? [], comparison.a?.landmarks.map(({ index }) => index) ?? []),
  );

  function setsOf(item: GalleryItem): MarkSet[] {
    const other = comparison.ofB?.get(item.instanceId);
    const sets: MarkSet[] = [];
    if (shown.value.truth) sets.push({ kind: 'truth', points: pointsOf(item.truth) });
    if (shown.value.b && other) sets.push({ kind: 'other', points: pointsOf(other.predicted) });
    if (shown.value.a) sets.push({ kind: 'prediction', points: pointsOf(item.predicted) });
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
