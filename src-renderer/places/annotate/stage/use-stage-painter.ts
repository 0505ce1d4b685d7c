import { computed, onBeforeUnmount, onMounted, watch, type ComputedRef, type Ref } from 'vue';
import type { Instance, LandmarkSchema } from '../../../../src-main/contract/index.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { usePlacing } from '../../../stores/placing.ts';
import type { FacePrediction } from '../use-prediction.ts';
import { isSuggested } from '../suggestions/suggested-face.ts';
import { toneFilter } from '../view/tone.ts';
import { useViewSettings } from '../view/view-settings.ts';
import type { DrawnFace } from './draw-face.ts';
import type { DrawnOverlay } from './draw-overlay.ts';
import type { DrawnPicture } from './draw-picture.ts';
import { factsOf, type DrawnTag } from './draw-tag.ts';
import type { LandmarkHit } from './hit-test.ts';
import type { DrawnPrediction } from './draw-prediction.ts';
import { StagePainter } from './stage-painter.ts';
import type { StageView } from './use-stage-view.ts';
import { toStage } from './view-transform.ts';

const none: ReadonlySet<number> = new Set();

/**
 * Keeps what is drawn on the stage as the picture, the faces, the predictions and the view are; each layer only when its own part
 * changes. `drawNow` draws in this frame what changed in it. `moving`: the landmark that is moved.
 */
export function useStagePainter(
  canvas: Ref<HTMLDivElement | null>,
  { view, size, imageSize }: StageView,
  given: { picture: () => HTMLImageElement | null; predictions: () => readonly FacePrediction[] },
  overlay: ComputedRef<DrawnOverlay>,
  moving: () => LandmarkHit | null,
): { drawNow: () => void } {
  const annotation = useAnnotation();
  const placing = usePlacing();
  const settings = useViewSettings();
  const hasPicture = computed(() => given.picture() !== null);

  const picture = computed<DrawnPicture | null>(() => {
    const shown = given.picture();
    return shown && { picture: shown, size: imageSize.value, view: view.value, filter: toneFilter(settings.tone) };
  });

  function drawn(instance: Instance, schema: LandmarkSchema): DrawnFace {
    const { selection, selectedIndex, hovered, activeInstanceId } = annotation;
    const isActive = instance.id === activeInstanceId;
    return {
      schema,
      view: view.value,
      contours: settings.contours,
      labels: isActive ? settings.labels : 'nothing',
      landmarks: instance.landmarks,
      selected: isActive ? selectedIndex : null,
      selection: isActive ? selection : none,
      hovered: hovered?.instanceId === instance.id ? hovered.index : null,
      faint: annotation.instances.length > 1 && !isActive && !isSuggested(instance.id),
      suggested: isSuggested(instance.id) ? predictionColour() : null,
    };
  }
  /** All faces but the active one, which is drawn in front. */
  const faces = computed<DrawnFace[]>(() => {
    const { schema, instances, activeInstanceId } = annotation;
    if (!schema || !hasPicture.value) return [];
    const others = instances.filter(({ id }) => id !== activeInstanceId).map((instance) => drawn(instance, schema));
    if (!placing.preview) return others;
    const preview: DrawnFace = {
      schema,
      view: view.value,
      contours: settings.contours,
      labels: 'nothing',
      landmarks: placing.preview,
      selected: null,
      selection: none,
      hovered: null,
      faint: false,
      suggested: null,
    };
    return [...others, preview];
  });
  const front = computed<DrawnFace | null>(() => {
    const { schema, activeInstance } = annotation;
    return schema && activeInstance && hasPicture.value ? drawn(activeInstance, schema) : null;
  });
  const predicted = computed<DrawnPrediction[]>(() => {
    if (!hasPicture.value) return [];
    return given.predictions().map(({ instanceId, landmarks }) => {
      const own = annotation.instances.find((instance) => instance.id === instanceId);
      const truth = (own ?? annotation.activeInstance)?.landmarks ?? null;
      return { landmarks, truth, view: view.value, colour: predictionColour() };
    });
  });

  const tag = computed<DrawnTag | null>(() => {
    const hit = moving();
    const landmark = hit && annotation.landmarkOf(hit);
    if (!hit || !landmark || !hasPicture.value) return null;
    const order = settings.labels === 'numbers' ? `${hit.index + 1} ` : '';
    const name = `${order}${annotation.schema?.landmarks[hit.index]?.name ?? ''}`;
    return { at: toStage(view.value, landmark), name, facts: factsOf(landmark, view.value.zoom) };
  });

  let painter: StagePainter | null = null;
  onMounted(() => {
    if (!canvas.value) return;
    painter = new StagePainter(canvas.value);
    painter.drawPicture(picture.value);
    painter.drawFaces(faces.value);
    painter.drawFront(front.value);
    painter.drawOverlay(overlay.value);
    painter.drawTag(tag.value);
    painter.drawPredictions(predicted.value);
  });
  onBeforeUnmount(() => painter?.destroy());
  watch(size, (now) => painter?.resize(now));
  watch(picture, (now) => painter?.drawPicture(now));
  watch(faces, (now) => painter?.drawFaces(now));
  watch(front, (now) => painter?.drawFront(now));
  watch(overlay, (now) => painter?.drawOverlay(now));
  watch(tag, (now) => painter?.drawTag(now));
  watch(predicted, (now) => painter?.drawPredictions(now));
  return { drawNow: () => painter?.drawNow() };
}

/** The run's blue, as the theme has it. */
export function predictionColour(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--pred').trim();
}
