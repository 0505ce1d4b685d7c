import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  nextPin,
  type Box,
  type Instance,
  type Landmark,
  type ShapeModel,
  type ShapePoint,
} from '../../src-main/contract/index.ts';
import { countOf } from '../app/messages.ts';
import type { HeldTool } from '../places/annotate/gestures/gesture-state.ts';
import { nextToPlace, placedBefore, walkOf, type Walk } from '../places/annotate/placing/click-through.ts';
import {
  askedPins,
  filledFace,
  fillWords,
  leastPins,
  pinsThatHold,
  type Pins,
} from '../places/annotate/placing/fill-face.ts';
import {
  beginningFace,
  drawingBox,
  movingSoftly,
  nothingHeld,
  pinning,
  placingLandmark,
  snapping,
} from '../places/annotate/placing/held-tools.ts';
import { middleBox, shapeInBox } from '../places/annotate/placing/shape-in-box.ts';
import { sizeOfFace } from '../places/annotate/placing/soft-move.ts';
import type { LandmarkHit } from '../places/annotate/stage/hit-test.ts';
import type { Point } from '../places/annotate/stage/view-transform.ts';
import { useAnnotation } from './annotation.ts';
import { labelling } from './labelling.ts';
import { useNotices } from './notices.ts';
import { studioClient, useStudio } from './studio.ts';

/** What a press on the picture does, other than selecting and dragging. Each is also the action whose key takes it in hand. */
export type PlacingTool =
  'place landmarks' | 'place template' | 'place mean shape' | 'fill face' | 'soft move' | 'snap';

type Points = readonly (ShapePoint | null)[];

const noPins: Pins = new Map();
const isAbsent = (landmark: Landmark): boolean => landmark.visibility === 'absent';

/**
 * The tool in hand for placing landmarks and what it needs: which landmark comes next, which are pinned, the project's shape
 * model. What a tool does is drawn by `useAnnotation` while it is held and kept as one edit when it is let go.
 */
export const usePlacing = defineStore('placing', () => {
  const annotation = useAnnotation();
  const notices = useNotices();
  const studio = useStudio();

  const tool = ref<PlacingTool | null>(null);
  /** The next press begins another face, whatever face is there. */
  const beginsFace = ref(false);
  const model = shallowRef<ShapeModel | null>(null);
  /** Being dragged out, px of the image. */
  const box = shallowRef<Box | null>(null);
  /** A face that is not added yet. */
  const preview = shallowRef<readonly Landmark[] | null>(null);
  const pinsOf = shallowRef<ReadonlyMap<number, Pins>>(new Map());
  /** Pins of a face that was added and whose number the studio has not told yet. */
  let pinsOfAdded: Pins | null = null;
  const walk = ref<Walk>('absent');
  const passed = shallowRef<ReadonlySet<number>>(new Set());
  /** Asked for once more, before the round goes on. */
  const again = ref<number | null>(null);
  /** Part of the face's size, so that it suits every image. */
  const softPart = useLocalStorage('studio.soft-radius', 0.2);
  /** The landmark that is moved softly, px of the image. */
  const softAt = shallowRef<Point | null>(null);

  const face = computed<Instance | null>(() => (beginsFace.value ? null : annotation.activeInstance));
  const landmarks = computed<readonly Landmark[]>(() => face.value?.landmarks ?? nowhere());
  const pins = computed<Pins>(() => {
    const own = face.value && pinsOf.value.get(face.value.id);
    return own ? pinsThatHold(own, landmarks.value) : noPins;
  });
  const softRadius = computed(() => softPart.value * (sizeOfFace(landmarks.value) ?? 0));
  const needsModel = computed(() => tool.value === 'place mean shape' || tool.value === 'fill face');

  /** The landmark that the next click on the bare picture places; null when it places none. */
  const next = computed<number | null>(() => {
    if (tool.value === 'place landmarks') return again.value ?? nextToPlace(landmarks.value, passed.value, walk.value);
    if (tool.value !== 'fill face' || !model.value || pins.value.size >= askedPins) return null;
    return nextPin(model.value, annotation.schema?.outerEyeCorners ?? null, new Set(pins.value.keys()));
  });

  /** The shape that a box is filled with; null when there is none (yet). */
  const boxShape = computed<Points | null>(() => {
    const shape = tool.value === 'place mean shape' ? model.value?.mean : annotation.schema?.template;
    return shape?.some((point) => point !== null) ? shape : null;
  });

  function nowhere(): Landmark[] {
    return (annotation.schema?.landmarks ?? []).map(() => ({ x: 0, y: 0, visibility: 'absent' }));
  }

  const nameOf = (index: number): string => annotation.schema?.landmarks[index]?.name ?? `landmark ${index + 1}`;

  async function loadModel(): Promise<void> {
    try {
      const { agreement } = labelling();
      model.value = await studioClient().annotations.shapeModel.query(
        agreement === undefined ? {} : { without: agreement },
      );
    } catch (error) {
      notices.fail('The shape model of the project could not be computed', error);
    }
  }

  /** Takes a tool in hand, or puts it back when it is there already. */
  async function choose(wanted: PlacingTool): Promise<void> {
    if (annotation.readOnly || !annotation.schema) return;
    if (tool.value === wanted) {
      putBack();
      return;
    }
    annotation.commit();
    putBack();
    tool.value = wanted;
    restart();
    if (!needsModel.value) return;
    await loadModel();
    if (tool.value === 'fill face') fillPlaced();
  }

  function putBack(): void {
    tool.value = null;
    beginsFace.value = false;
    box.value = null;
    preview.value = null;
  }

  /** Begins the round of clicks of a face. */
  function restart(): void {
    walk.value = walkOf(landmarks.value);
    passed.value = new Set();
    again.value = null;
  }

  /** The next press begins another face: with the tool in hand where it places, else landmark by landmark. */
  function beginFace(): void {
    if (annotation.readOnly || !annotation.schema) return;
    if (tool.value === null || tool.value === 'soft move' || tool.value === 'snap') tool.value = 'place landmarks';
    annotation.select(null);
    beginsFace.value = true;
    restart();
  }

  /** What a press on the picture begins; null when it is not the tool's. px of the image. */
  function press(at: Point, hit: LandmarkHit | null): HeldTool | null {
    if (tool.value === null || annotation.readOnly || !annotation.image) return null;
    if (annotation.isAdding) return nothingHeld;
    switch (tool.value) {
      case 'place landmarks':
        return next.value === null ? null : placing(next.value, at);
      case 'place template':
      case 'place mean shape':
        return boxShape.value ? drawingBox(at, annotation.image, showBox, putShape) : nothingHeld;
      case 'fill face':
        return filling(at, hit);
      case 'soft move': {
        const instance = annotation.instances.find((each) => each.id === hit?.instanceId);
        if (!hit || !instance) return null;
        const name = nameOf(hit.index);
        return movingSoftly(annotation, { instance, index: hit.index, at, name, part: softPart.value }, (middle) => {
          softAt.value = middle;
        });
      }
      case 'snap':
        return hit && snapping(annotation, hit, at);
    }
  }

  function placing(index: number, at: Point): HeldTool {
    const instance = face.value;
    const goOn = (): void => {
      again.value = null;
      const now = new Set(passed.value);
      // What was absent is now placed; passed by it would not be asked for again when that is undone.
      if (walk.value === 'all') now.add(index);
      else now.delete(index);
      passed.value = now;
    };
    return instance
      ? placingLandmark(annotation, { instance, index, at, name: nameOf(index) }, goOn)
      : beginningWith(index, at);
  }

  function beginningWith(index: number, at: Point): HeldTool {
    return beginningFace(nowhere(), { index, at }, showPreview, (added, to) => {
      annotation.addFace({ landmarks: added, box: null }, `Placed ${nameOf(index)} of a new face`);
      showPreview(added);
      pinsOfAdded = new Map([[index, to]]);
    });
  }

  function showPreview(shown: readonly Landmark[] | null): void {
    preview.value = shown;
  }

  function showBox(drawn: Box | null): void {
    box.value = drawn;
    // A face that was added stays in sight until it is here.
    if (!annotation.isAdding) preview.value = drawn && boxShape.value && shapeInBox(boxShape.value, drawn);
  }

  /** A whole face in a box: of an empty face its landmarks, else another face. */
  function putShape(into: Box): void {
    if (!boxShape.value) return;
    const placed = shapeInBox(boxShape.value, into);
    const count = countOf(placed.filter((landmark) => !isAbsent(landmark)).length, 'landmark');
    const words =
      tool.value === 'place mean shape' && model.value?.basis !== 'template'
        ? `Placed ${count} by the mean of ${countOf(model.value?.shapes ?? 0, 'shape')}`
        : `Placed ${count} by template`;
    if (face.value && landmarks.value.every(isAbsent)) {
      annotation.drawFace(face.value.id, { landmarks: placed }, words);
      annotation.commit();
    } else annotation.addFace({ landmarks: placed, box: null }, words);
  }

  /** With no pointer at hand: the shape in the middle of the image. */
  function putInMiddle(): void {
    if (annotation.image && boxShape.value && !annotation.isAdding)
      putShape(middleBox(boxShape.value, annotation.image));
  }

  function filling(at: Point, hit: LandmarkHit | null): HeldTool | null {
    if (!model.value) return nothingHeld;
    const instance = face.value;
    const isThere = hit !== null && hit.instanceId === instance?.id;
    const index = isThere ? hit.index : next.value;
    if (index === null) return null;
    if (!instance) return beginningWith(index, at);
    const begun = { instance, index, at, name: nameOf(index), isThere, pins: pins.value };
    return pinning(annotation, model.value, begun, (kept) => keepPins(instance.id, kept));
  }

  /** With the fill tool, keys move the selected landmark and the others follow. False when it is not theirs to move. px of the image. */
  function nudge(by: Point): boolean {
    const hit = annotation.selected;
    const landmark = hit && annotation.landmarkOf(hit);
    const instance = face.value;
    if (tool.value !== 'fill face' || !model.value || hit?.instanceId !== instance?.id) return false;
    if (!instance || !hit || !landmark || isAbsent(landmark)) return false;
    const to: Landmark = { ...landmark, x: landmark.x + by.x, y: landmark.y + by.y };
    const now = new Map(pins.value).set(hit.index, { x: to.x, y: to.y });
    const filled = filledFace(model.value, instance.landmarks, now, pins.value.size < leastPins ? 'appear' : 'stay');
    if (filled) annotation.drawFace(instance.id, { landmarks: filled.landmarks }, fillWords(filled.filled, now));
    else annotation.drawFace(instance.id, { landmarks: instance.landmarks.with(hit.index, to) });
    annotation.commitSoon();
    keepPins(instance.id, now);
    return true;
  }

  function keepPins(instanceId: number, kept: Pins): void {
    pinsOf.value = new Map(pinsOf.value).set(instanceId, kept);
  }

  /** A face that is placed in part: what is there is pinned, what is absent follows, at once. */
  function fillPlaced(): void {
    const begun = face.value;
    if (!begun || !model.value || pins.value.size >= leastPins || !landmarks.value.some(isAbsent)) return;
    const there = begun.landmarks.flatMap((landmark, index): [number, Point][] =>
      isAbsent(landmark) ? [] : [[index, { x: landmark.x, y: landmark.y }]],
    );
    const placed = new Map(there);
    const filled = filledFace(model.value, begun.landmarks, placed, 'appear');
    if (filled) {
      annotation.drawFace(begun.id, { landmarks: filled.landmarks }, fillWords(filled.filled, placed));
      annotation.commit();
    }
    keepPins(begun.id, placed);
  }

  /** Leaves the next landmark as it is and goes on to the one after it. */
  function skip(): void {
    if (tool.value !== 'place landmarks' || next.value === null) return;
    passed.value = new Set(passed.value).add(next.value);
    again.value = null;
  }

  /** The next click places the landmark before once more. */
  function back(): void {
    if (tool.value === 'place landmarks') again.value = placedBefore(landmarks.value, next.value);
  }

  function resizeSoft(factor: number): void {
    softPart.value = Math.min(1, Math.max(0.02, softPart.value * factor));
  }

  watch([() => annotation.image?.id, () => annotation.activeInstanceId], ([imageId, instanceId], [imageBefore]) => {
    const isOther = imageId !== imageBefore;
    if (isOther) {
      pinsOf.value = new Map();
      // Labelled and corrected meanwhile, the project may have another model.
      if (needsModel.value && imageId !== undefined) void loadModel();
    }
    if (!isOther && pinsOfAdded && instanceId !== null) keepPins(instanceId, pinsOfAdded);
    // The round of the face that was begun goes on.
    if (isOther || !pinsOfAdded) restart();
    pinsOfAdded = null;
    beginsFace.value = false;
  });
  watch(
    () => annotation.isAdding,
    (isAdding) => {
      if (!isAdding) preview.value = null;
    },
  );
  watch(() => studio.project?.path, putBack);

  return {
    tool,
    beginsFace,
    model,
    box,
    preview,
    face,
    landmarks,
    pins,
    next,
    boxShape,
    softRadius,
    softAt,
    choose,
    putBack,
    beginFace,
    press,
    putInMiddle,
    nudge,
    skip,
    back,
    resizeSoft,
    nameOf,
  };
});
