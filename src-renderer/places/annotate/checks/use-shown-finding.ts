import { nextTick, watch, type Ref } from 'vue';
import type { Box } from '../../../../src-main/contract/index.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { useChecks } from '../../../stores/checks.ts';

/** Once a chosen finding's image is open and shown, its landmarks are selected and its place is brought close, once. */
export function useShownFinding(
  stage: Readonly<Ref<{ focus(): void; lookAt(area: Box): void } | null>>,
  picture: Readonly<Ref<HTMLImageElement | null>>,
): void {
  const annotation = useAnnotation();
  const checks = useChecks();
  let looked = checks.looks;
  watch(
    () => [checks.looks, annotation.image?.id, picture.value] as const,
    async ([looks, imageId, shown]) => {
      const finding = checks.chosen;
      if (!finding || looks === looked || !shown || imageId !== finding.image.id) return;
      looked = looks;
      // The stage fits an image that has just been opened.
      await nextTick();
      if (finding.instanceId !== null)
        annotation.selectMany(finding.instanceId, finding.landmarks, finding.landmarks[0]);
      if (finding.area) stage.value?.lookAt(finding.area);
      stage.value?.focus();
    },
    { flush: 'post' },
  );
}
