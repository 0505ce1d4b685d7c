import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Box, Landmark } from '../../../../src-main/contract/index.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import type { Grip } from '../gestures/gesture-state.ts';
import { toImage, type Point, type ViewTransform } from '../stage/view-transform.ts';
import { boundsOf, boxMap, degreesBetween, middleOf, resized, rotation, type PlaceMap } from './geometry.ts';
import { cursorOf, framePadding, handleAt, stageBox, type Handle } from './handles.ts';

/** With Shift a rotation goes in steps of this many degrees. */
const rotationStep = 15;

/** The frame around two or more selected landmarks, whose handles move, rotate and scale them. */
export interface TransformFrame {
  /** px of the image; null when fewer than two seen landmarks are selected. */
  bounds: ComputedRef<Box | null>;
  /** While it is being rotated: what it was before, and how far it has come. */
  turning: ShallowRef<{ bounds: Box; degrees: number } | null>;
  /** What can be pulled at this place of the stage. */
  grab(at: Point): Grip | null;
}

export function useTransform(view: Ref<ViewTransform>): TransformFrame {
  const annotation = useAnnotation();
  const turning = shallowRef<{ bounds: Box; degrees: number } | null>(null);

  const bounds = computed<Box | null>(() => {
    if (annotation.selection.size < 2 || annotation.readOnly) return null;
    const seen = seenOf(annotation.activeInstance?.landmarks ?? [], annotation.selection);
    return seen.length < 2 ? null : boundsOf(seen.map(([, landmark]) => landmark));
  });

  function grab(at: Point): Grip | null {
    const face = annotation.activeInstance;
    const start = bounds.value;
    if (!start || !face) return null;
    const handle = handleAt(stageBox(start, view.value, framePadding), at, { canRotate: true, insideMoves: false });
    if (!handle) return null;
    const seen = seenOf(face.landmarks, annotation.selection);
    const from = toImage(view.value, at);
    return {
      cursor: cursorOf(handle),
      pull: (to, held) => {
        const map = mapOf(handle, start, from, to, held);
        annotation.draw(face.id, mapped(seen, map));
      },
    };
  }

  function mapOf(handle: Handle, start: Box, from: Point, to: Point, held: { shift: boolean; alt: boolean }): PlaceMap {
    const by = { x: to.x - from.x, y: to.y - from.y };
    if (handle === 'move') return ({ x, y }) => ({ x: x + by.x, y: y + by.y });
    if (handle !== 'rotate')
      return boxMap(start, resized(start, handle, by, { keepShape: !held.shift, aboutMiddle: held.alt }));
    const middle = middleOf(start);
    const free = degreesBetween(middle, from, to);
    const degrees = held.shift ? rotationStep * Math.round(free / rotationStep) : free;
    turning.value = { bounds: start, degrees };
    return rotation(middle, degrees);
  }

  return { bounds, turning, grab };
}

/** The landmarks of those named that have a place, with their indices. */
export function seenOf(landmarks: readonly Landmark[], indices: Iterable<number>): [number, Landmark][] {
  return [...indices].flatMap((index): [number, Landmark][] => {
    const landmark = landmarks[index];
    return landmark && landmark.visibility !== 'absent' ? [[index, landmark]] : [];
  });
}

/** Landmarks put elsewhere; their visibility stays. */
export function mapped(landmarks: readonly [number, Landmark][], map: PlaceMap): Map<number, Landmark> {
  return new Map(landmarks.map(([index, landmark]) => [index, { ...landmark, ...map(landmark) }]));
}
