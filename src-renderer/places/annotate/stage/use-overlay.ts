import { computed, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { theme } from '../../../app/theme.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { useBoxEditing } from '../transform/box-editing.ts';
import { framePadding, stageBox } from '../transform/handles.ts';
import type { TransformFrame } from '../transform/use-transform.ts';
import type { DrawnOverlay } from './draw-overlay.ts';
import type { Point, ViewTransform } from './view-transform.ts';

/** What stands over the faces now: the selection's frame, or the faces' boxes while they are edited, and the marquee. */
export function useOverlay(
  view: Ref<ViewTransform>,
  frame: TransformFrame,
  marquee: ShallowRef<[Point, Point] | null>,
): ComputedRef<DrawnOverlay> {
  const annotation = useAnnotation();
  const boxes = useBoxEditing();
  const themed = computed(() => ({ theme: theme.value, colour: accent() }));
  return computed(() => {
    const turning = frame.turning.value;
    const bounds = boxes.isOn ? null : (turning?.bounds ?? frame.bounds.value);
    return {
      frame: bounds && { box: stageBox(bounds, view.value, framePadding), degrees: turning?.degrees ?? 0 },
      boxes: boxes.isOn
        ? annotation.instances.flatMap(({ id, box }) =>
            box ? [{ box: stageBox(box, view.value), hasHandles: id === annotation.activeInstanceId }] : [],
          )
        : [],
      marquee: marquee.value,
      colour: themed.value.colour,
    };
  });
}

/** Asked for once a theme, not once a frame: asking makes the browser work out all styles that are due. */
function accent(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
}
