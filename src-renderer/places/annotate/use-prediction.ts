import { storeToRefs } from 'pinia';
import { shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Landmark } from '../../../src-main/contract/index.ts';
import { messageOf } from '../../app/messages.ts';
import { useAnnotation } from '../../stores/annotation.ts';
import { useImages } from '../../stores/images.ts';
import { useNotices } from '../../stores/notices.ts';
import { useShownRun } from '../../stores/shown-run.ts';
import { studioClient } from '../../stores/studio.ts';

/** What a run answers for a face, or for the whole image where `instanceId` is null. */
export interface FacePrediction {
  instanceId: number | null;
  /** px of the image, in the schema's order; null where the run learned none. */
  landmarks: readonly (Landmark | null)[];
}

/** What a run answers on the open image, where a person wants to see it. */
export function usePrediction(): {
  predictions: ShallowRef<readonly FacePrediction[]>;
  isShown: Ref<boolean>;
} {
  const annotation = useAnnotation();
  const images = useImages();
  const notices = useNotices();
  const { isShown, run: shownRun } = storeToRefs(useShownRun());
  const predictions = shallowRef<readonly FacePrediction[]>([]);

  watch(
    () => [isShown.value, annotation.image?.id, shownRun.value, images.hasErrors] as const,
    async ([shown, imageId, run]) => {
      predictions.value = [];
      const schema = annotation.schema;
      if (!shown || imageId === undefined || run === null || !schema) return;
      try {
        const answer = await studioClient().evaluation.predictionsOf.query({ run, imageId });
        if (annotation.image?.id !== imageId || !isShown.value) return;
        if (answer.faces.length === 0) {
          notices.show(
            'info',
            `Run ${run} was not asked about this image yet`,
            '“Show its errors” over the list asks it.',
          );
          return;
        }
        predictions.value = answer.faces.map(({ instanceId, points }) => {
          const landmarks: (Landmark | null)[] = schema.landmarks.map(() => null);
          answer.landmarks.forEach(({ index }, order) => {
            const point = points[order];
            if (point) landmarks[index] = { x: point[0], y: point[1], visibility: 'visible' };
          });
          return { instanceId, landmarks };
        });
      } catch (error) {
        notices.show('error', 'The prediction could not be read', messageOf(error));
      }
    },
    { immediate: true },
  );

  return { predictions, isShown };
}
