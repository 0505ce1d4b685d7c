import { useLocalStorage } from '@vueuse/core';
import { shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Landmark } from '../../../src-main/contract/index.ts';
import { messageOf } from '../../app/messages.ts';
import { useAnnotation } from '../../stores/annotation.ts';
import { useImages } from '../../stores/images.ts';
import { useNotices } from '../../stores/notices.ts';
import { studioClient } from '../../stores/studio.ts';

/** What the latest run answers on the open image, in the schema's order (px of the image), where a person wants to see it. */
export function usePrediction(): {
  prediction: ShallowRef<readonly (Landmark | null)[] | null>;
  isShown: Ref<boolean>;
} {
  const annotation = useAnnotation();
  const images = useImages();
  const notices = useNotices();
  const isShown = useLocalStorage('studio.prediction', false);
  const prediction = shallowRef<readonly (Landmark | null)[] | null>(null);

  watch(
    () => [isShown.value, annotation.image?.id, images.run, images.hasErrors] as const,
    async ([shown, imageId, run]) => {
      prediction.value = null;
      const schema = annotation.schema;
      if (!shown || imageId === undefined || run === null || !schema) return;
      try {
        const answer = await studioClient().evaluation.predictionsOf.query({ run, imageId });
        if (annotation.image?.id !== imageId || !isShown.value) return;
        const { points } = answer;
        if (!points) {
          notices.show(
            'info',
            `Run ${run} was not asked about this image yet`,
            '“Show its errors” over the list asks it.',
          );
          return;
        }
        const landmarks: (Landmark | null)[] = schema.landmarks.map(() => null);
        answer.landmarks.forEach(({ index }, order) => {
          const point = points[order];
          if (point) landmarks[index] = { x: point[0], y: point[1], visibility: 'visible' };
        });
        prediction.value = landmarks;
      } catch (error) {
        notices.show('error', 'The prediction could not be read', messageOf(error));
      }
    },
    { immediate: true },
  );

  return { prediction, isShown };
}
