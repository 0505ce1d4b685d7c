import { defineStore } from 'pinia';
import { shallowRef, triggerRef, watch } from 'vue';
import { floatsOf } from '../client/floats.ts';
import type { MarkPoint } from '../components/picture-landmarks/marks.ts';
import { useComparison } from './comparison.ts';
import type { RunComparison } from './compared-run.ts';
import { studioClient } from './studio.ts';

/** A face's landmarks in the order that the run learned them, px of the original image; null where absent. */
export interface PlacedFace {
  truth: MarkPoint[];
  predicted: MarkPoint[];
}

interface Known extends PlacedFace {
  /** The comparison they were asked for: labels may have been corrected since. */
  of: RunComparison;
}

/** Faces of both runs whose places are kept; those shown longest ago go first. */
const mostKept = 1000;
/** So many are asked for at once. */
const mostAsked = 200;

/** Where the landmarks of the faces that are looked at are; asked for when a face comes into view. */
export const useFacePoints = defineStore('face points', () => {
  const comparison = useComparison();
  /** By run and instance, those wanted last at the end. */
  const known = shallowRef(new Map<string, Known>());
  const asked = new Set<string>();
  const wanted = new Map<number, Set<number>>();
  let soon: ReturnType<typeof setTimeout> | null = null;

  const keyOf = (runId: number, instanceId: number): string => `${runId} ${instanceId}`;
  const runsShown = (): RunComparison[] => [comparison.a, comparison.b].filter((run) => run !== null);

  /** Asks for the places of these faces, where they are not known, of both runs. Those wanted within a moment are asked for together. */
  function want(instanceIds: readonly number[]): void {
    for (const run of runsShown())
      for (const instanceId of instanceIds) {
        const key = keyOf(run.runId, instanceId);
        const there = known.value.get(key);
        if (there) {
          known.value.delete(key);
          known.value.set(key, there);
        }
        if (there?.of === run || asked.has(key)) continue;
        const ofRun = wanted.get(run.runId) ?? new Set();
        wanted.set(run.runId, ofRun.add(instanceId));
      }
    if (wanted.size > 0) soon ??= setTimeout(() => void ask(), 20);
  }

  async function ask(): Promise<void> {
    soon = null;
    const questions = [...wanted].flatMap(([runId, ids]) => {
      const run = runsShown().find((each) => each.runId === runId);
      return run ? [{ run, instanceIds: [...ids].slice(-mostAsked) }] : [];
    });
    wanted.clear();
    await Promise.all(questions.map(({ run, instanceIds }) => askOne(run, instanceIds)));
  }

  async function askOne(run: RunComparison, instanceIds: number[]): Promise<void> {
    const keys = instanceIds.map((instanceId) => keyOf(run.runId, instanceId));
    for (const key of keys) asked.add(key);
    try {
      const answer = await studioClient().evaluation.points.mutate({
        run: run.runId,
        ...comparison.compared,
        instanceIds,
      });
      const table = floatsOf(answer.points);
      const length = run.landmarks.length;
      for (const [row, instanceId] of answer.instanceIds.entries()) {
        const key = keyOf(run.runId, instanceId);
        known.value.delete(key);
        known.value.set(key, {
          of: run,
          truth: pointsFrom(table, 2 * row * length, length),
          predicted: pointsFrom(table, (2 * row + 1) * length, length),
        });
      }
      for (const key of [...known.value.keys()].slice(0, Math.max(0, known.value.size - mostKept)))
        known.value.delete(key);
      triggerRef(known);
    } catch {
      // The comparison, which is asked for again too, says what is wrong; the faces are shown without marks meanwhile.
    } finally {
      for (const key of keys) asked.delete(key);
    }
  }

  /** Null while they are not known. */
  function of(runId: number | undefined, instanceId: number): PlacedFace | null {
    return runId === undefined ? null : (known.value.get(keyOf(runId, instanceId)) ?? null);
  }

  watch(
    () => comparison.aId,
    () => {
      if (comparison.aId === null) known.value.clear();
    },
  );

  return { want, of };
});

/** @param start of the first point */
function pointsFrom(table: Float32Array, start: number, length: number): MarkPoint[] {
  return Array.from({ length }, (_, place): MarkPoint => {
    const [x, y] = [table[2 * (start + place)] ?? NaN, table[2 * (start + place) + 1] ?? NaN];
    return Number.isNaN(x) ? null : { x, y };
  });
}
