import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { StudioError, type Edit, type Instance, type Landmark } from '../../src-main/contract/index.ts';
import { wordsForLandmarks } from '../places/annotate/words-for-change.ts';
import { useAnnotation } from './annotation.ts';
import { useComparison } from './comparison.ts';
import { useFacePoints, type PlacedFace } from './face-points.ts';
import { useNavigation } from './navigation.ts';
import { useNotices } from './notices.ts';
import { useRuns } from './runs.ts';
import { useShownRun } from './shown-run.ts';
import { studioClient } from './studio.ts';
import { useVerdicts } from './verdicts.ts';

/**
 * The landmarks that an accepted prediction puts where the run has them. One that is occluded stays so; an absent one comes, unless the whole
 * face is accepted: then it was said to be absent, and stays.
 *
 * @param predicted px, in the order of `learned`
 * @param learned what the run learned: index in the schema
 * @param places of `learned` that are accepted; null: the whole face
 */
export function acceptedLandmarks(
  instance: Pick<Instance, 'landmarks'>,
  predicted: PlacedFace['predicted'],
  learned: readonly { index: number }[],
  places: ReadonlySet<number> | null,
): { index: number; landmark: Landmark }[] {
  return learned.flatMap(({ index }, place) => {
    const [point, now] = [predicted[place], instance.landmarks[index]];
    if (!point || !now || (places ? !places.has(place) : now.visibility === 'absent')) return [];
    const visibility = now.visibility === 'absent' ? 'visible' : now.visibility;
    return [{ index, landmark: { ...point, visibility } }];
  });
}

/** Correcting the chosen face's label after the verdict that it is wrong, by what run A predicted or by hand. */
export const useLabelCorrection = defineStore('label correction', () => {
  const comparison = useComparison();
  const verdicts = useVerdicts();
  const points = useFacePoints();
  const annotation = useAnnotation();
  const navigation = useNavigation();
  const shownRun = useShownRun();
  const notices = useNotices();
  const runs = useRuns();

  /** Landmarks to accept, by their place among those the run learned. */
  const chosen = ref<ReadonlySet<number>>(new Set());
  /** Landmarks can be chosen and accepted. */
  const isOn = computed(() => verdicts.selected?.verdict === 'label wrong' && comparison.selected !== null);
  /** Places of the chosen face's landmarks, the farthest off first; none without an error. */
  const farthest = computed(() => {
    const errors = comparison.selected?.errors ?? new Float32Array();
    const place = (at: number): number => errors[at] ?? NaN;
    return [...errors.keys()].filter((at) => !Number.isNaN(place(at))).sort((one, next) => place(next) - place(one));
  });

  function toggle(place: number): void {
    const next = new Set(chosen.value);
    if (!next.delete(place)) next.add(place);
    chosen.value = next;
  }

  /** Chooses the farthest landmark that is not chosen yet, or lets go of the nearest that is. */
  function chooseFurther(more: boolean): void {
    if (!isOn.value) return;
    const place = more
      ? farthest.value.find((at) => !chosen.value.has(at))
      : farthest.value.findLast((at) => chosen.value.has(at));
    if (place !== undefined) toggle(place);
  }

  /** Puts the chosen landmarks, or those of the whole face, where run A has them: one edit. Goes on to the next unreviewed face. */
  function accept(whole: boolean): void {
    const [run, face] = [comparison.a, comparison.selected];
    if (!run || !face) return;
    if (!isOn.value) {
      notices.show(
        'info',
        'Say first that the label is wrong',
        'Then its landmarks can be put where the run has them.',
      );
      return;
    }
    const places = whole ? null : chosen.value;
    const predicted = points.of(run.runId, face.instanceId)?.predicted;
    if (!predicted || places?.size === 0) {
      notices.show('info', 'No landmark is chosen', 'Click those to accept in the table.');
      return;
    }
    annotation.save(`Accepting the prediction on ${face.name}`, async () => {
      const client = studioClient();
      const { instanceList } = await client.images.get.query({ imageId: face.imageId });
      const instance = instanceList.find(({ id }) => id === face.instanceId);
      const landmarks = instance ? acceptedLandmarks(instance, predicted, run.landmarks, places) : [];
      if (landmarks.length === 0)
        throw new StudioError('not found', `${face.name} has no such landmark any more; nothing was changed.`);
      const what = runs.schema
        ? wordsForLandmarks(
            runs.schema,
            landmarks.map(({ index }) => index),
          )
        : 'the face';
      const edit: Edit = {
        label: `Accepted ${what} from run ${run.runId}`,
        changes: [
          {
            kind: 'move landmarks',
            instanceId: face.instanceId,
            landmarks,
            from: { kind: 'run', run: run.runId },
          },
        ],
      };
      return client.annotations.edit.mutate(edit);
    });
    verdicts.goOn();
  }

  /** Opens the face in Annotate with what run A predicted over it. */
  function byHand(): void {
    const [run, face] = [comparison.a, comparison.selected];
    if (!run || !face) return;
    shownRun.show(run.runId);
    annotation.activeInstanceId = face.instanceId;
    navigation.openImage(face.imageId);
  }

  // The worst landmark is chosen to begin with, once for each face; a label that was corrected has none left to choose.
  watch(
    () => [comparison.selectedId, isOn.value] as const,
    () => {
      const worst = farthest.value[0];
      const isCorrected = verdicts.selected?.labelChanged != null;
      chosen.value = new Set(isOn.value && !isCorrected && worst !== undefined ? [worst] : []);
    },
    { immediate: true },
  );

  return { chosen, isOn, toggle, chooseFurther, accept, byHand };
});
