import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import type { Box, Instance } from '../../../../src-main/contract/index.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import type { Point } from '../stage/view-transform.ts';
import { boundsOf, boxMap, resized } from './geometry.ts';
import { mapped, seenOf } from './use-transform.ts';

/** A box drawn around landmarks stands this part of their size away from them. */
const margin = 0.1;

/**
 * The boxes of faces, while they are edited: the active face's has handles. Landmarks stay where they are, unless a person
 * asked that the box takes them along.
 */
export const useBoxEditing = defineStore('box editing', () => {
  const annotation = useAnnotation();
  const isOn = ref(false);
  const takesLandmarks = ref(false);

  /** Where a face without a box has been given one, that is one edit of its own. */
  function start(): void {
    annotation.commit();
    isOn.value = true;
    const face = annotation.activeInstance;
    if (face && !face.box) fit();
  }

  function stop(): void {
    annotation.commit();
    isOn.value = false;
  }

  /** Puts the box around the landmarks that are seen. */
  function fit(): void {
    const face = annotation.activeInstance;
    const bounds = face && boundsOf(seenOf(face.landmarks, face.landmarks.keys()).map(([, landmark]) => landmark));
    if (!face || !bounds || annotation.readOnly) return;
    annotation.commit();
    const [across, down] = [margin * bounds.width, margin * bounds.height];
    const box = {
      x: bounds.x - across,
      y: bounds.y - down,
      width: Math.max(1, bounds.width + 2 * across),
      height: Math.max(1, bounds.height + 2 * down),
    };
    annotation.drawFace(face.id, { box }, face.box ? 'Fitted the box to the landmarks' : null);
    annotation.commit();
  }

  function remove(): void {
    const face = annotation.activeInstance;
    if (!face?.box) return;
    annotation.commit();
    annotation.drawFace(face.id, { box: null });
    annotation.commit();
  }

  /** Draws a face with another box; the landmarks it had when the change began go along where asked. px of the image. */
  function change(face: Instance, box: Box, withLandmarks = takesLandmarks.value): void {
    if (!face.box) return;
    const moved = withLandmarks ? mapped(seenOf(face.landmarks, face.landmarks.keys()), boxMap(face.box, box)) : null;
    const landmarks = face.landmarks.map((landmark, index) => moved?.get(index) ?? landmark);
    const words = moved && moved.size > 0 ? 'Moved the box with its landmarks' : null;
    annotation.drawFace(face.id, { landmarks, box }, words);
  }

  /** Moves the box by px of the image. */
  function nudge(by: Point): void {
    const face = annotation.activeInstance;
    if (!face?.box) return;
    change(face, { ...face.box, x: face.box.x + by.x, y: face.box.y + by.y });
    annotation.commitSoon();
  }

  /** Makes the box wider and higher by px of the image, its upper left corner staying. */
  function grow(by: Point): void {
    const face = annotation.activeInstance;
    if (!face?.box) return;
    change(face, resized(face.box, 'se', by, { keepShape: false, aboutMiddle: false }));
    annotation.commitSoon();
  }

  watch(
    () => annotation.image?.id,
    () => {
      isOn.value = false;
    },
  );

  return {
    isOn,
    takesLandmarks,
    start,
    stop,
    toggle: () => (isOn.value ? stop() : start()),
    fit,
    remove,
    change,
    nudge,
    grow,
  };
});
