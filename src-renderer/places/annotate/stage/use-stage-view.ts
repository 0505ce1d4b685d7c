import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Box } from '../../../../src-main/contract/index.ts';
import { useKeys } from '../../../app/use-keys.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { boundsOf } from '../transform/geometry.ts';
import { seenOf } from '../transform/use-transform.ts';
import {
  fitted,
  fittedBox,
  panned,
  revealing,
  toStage,
  zoomedAt,
  type Point,
  type Size,
  type ViewTransform,
} from './view-transform.ts';

/** Around a face that is zoomed to, CSS px: the tools at the stage's edges do not cover it. */
const faceMargin = 72;

export interface StageView {
  /** Of the stage, CSS px. */
  size: ShallowRef<Size>;
  view: ShallowRef<ViewTransform>;
  imageSize: Readonly<Ref<Size>>;
  /** By a factor, keeping what is at a place of the stage. */
  zoomAt: (at: Point, factor: number) => void;
  /** By CSS px. */
  panBy: (by: Point) => void;
  /** Pans just so far that the picked landmark is seen. */
  reveal: () => void;
  /** Shows a part of the image (px) as large as it fits, by default clear of the tools at the stage's edges. */
  lookAt: (area: Box, margin?: number) => void;
  resize: (size: Size) => void;
}

/** Where the image lies on the stage, and the keys that change it. `pointer`: its last place on the stage, null when elsewhere. */
export function useStageView(pointer: () => Point | null): StageView {
  const annotation = useAnnotation();
  const size = shallowRef<Size>({ width: 0, height: 0 });
  const view = shallowRef<ViewTransform>({ zoom: 1, x: 0, y: 0 });
  /** Until a person zooms or pans, the image is fitted again when the room for it changes. */
  const isFitted = ref(true);
  const imageSize = computed<Size>(() => annotation.image ?? { width: 1, height: 1 });

  function look(next: ViewTransform, stillFitted = false): void {
    view.value = next;
    isFitted.value = stillFitted;
  }
  const fit = (): void => look(fitted(imageSize.value, size.value), true);
  const zoomAt = (at: Point, factor: number): void => look(zoomedAt(view.value, at, factor));
  const panBy = (by: Point): void => look(panned(view.value, by, imageSize.value, size.value));

  /** Where keys zoom: at the pointer, else at the picked landmark, else in the middle. */
  function anchor(): Point {
    const picked = annotation.selected && annotation.landmarkOf(annotation.selected);
    const at = pointer() ?? (picked && picked.visibility !== 'absent' ? toStage(view.value, picked) : null);
    const isOnStage = at && at.x >= 0 && at.y >= 0 && at.x <= size.value.width && at.y <= size.value.height;
    return isOnStage ? at : { x: size.value.width / 2, y: size.value.height / 2 };
  }

  /** What is worked on, px of the image: several selected landmarks, else the active face by its box or its landmarks. */
  function boxOfWork(): Box | null {
    const face = annotation.activeInstance;
    if (!face) return null;
    const places = (indices: Iterable<number>): Point[] =>
      seenOf(face.landmarks, indices).map(([, landmark]) => landmark);
    if (annotation.selection.size > 1) return boundsOf(places(annotation.selection));
    return face.box ?? boundsOf(places(face.landmarks.keys()));
  }

  /** To what is worked on, and from there back to the whole image. */
  function zoomToFace(): void {
    const box = boxOfWork();
    if (!box) return;
    const wanted = fittedBox(box, size.value, faceMargin);
    const { zoom, x, y } = view.value;
    if (zoom === wanted.zoom && x === wanted.x && y === wanted.y) fit();
    else look(wanted);
  }

  function reveal(): void {
    const landmark = annotation.selected && annotation.landmarkOf(annotation.selected);
    if (!landmark || landmark.visibility === 'absent') return;
    const next = revealing(view.value, landmark, size.value);
    if (next.x !== view.value.x || next.y !== view.value.y) look(next);
  }

  useKeys({
    fit,
    'actual size': () => zoomAt(anchor(), 1 / view.value.zoom),
    'zoom to face': zoomToFace,
    'zoom in': () => zoomAt(anchor(), 1.25),
    'zoom out': () => zoomAt(anchor(), 1 / 1.25),
  });
  watch(() => annotation.image?.id, fit);

  return {
    size,
    view,
    imageSize,
    zoomAt,
    panBy,
    reveal,
    lookAt: (area, margin = faceMargin) => look(fittedBox(area, size.value, margin)),
    resize: (next) => {
      size.value = next;
      if (isFitted.value) fit();
    },
  };
}
