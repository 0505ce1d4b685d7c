import type { Box, Instance, Landmark, ShapeModel } from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';
import type { useAnnotation } from '../../../stores/annotation.ts';
import type { HeldTool } from '../gestures/gesture-state.ts';
import type { LandmarkHit } from '../stage/hit-test.ts';
import type { Point } from '../stage/view-transform.ts';
import { filledFace, fillWords, leastPins, type Pins } from './fill-face.ts';
import { boxBetween } from './shape-in-box.ts';
import { sizeOfFace, softMoved } from './soft-move.ts';

/*
 * What each tool does from press to release. A face is drawn anew from how it was when the press began, so that nothing adds
 * up on the way; letting go keeps it as one edit. All places are px of the image.
 */

type Annotation = ReturnType<typeof useAnnotation>;

/** Takes the press and does nothing with it, so that a click that comes too early does not move the picture. */
export const nothingHeld: HeldTool = { move: () => undefined, release: () => undefined, cancel: () => undefined };

/** A landmark appears at the pointer and follows it. */
export function placingLandmark(
  annotation: Annotation,
  { instance, index, at, name }: { instance: Instance; index: number; at: Point; name: string },
  placed: () => void,
): HeldTool {
  const put = (to: Point): void => {
    const landmarks = instance.landmarks.with(index, { ...to, visibility: 'visible' });
    annotation.drawFace(instance.id, { landmarks }, `Placed ${name}`);
  };
  annotation.select({ instanceId: instance.id, index });
  put(at);
  return {
    move: put,
    release: (to) => {
      put(to);
      annotation.commit();
      placed();
    },
    cancel: () => annotation.abandon(),
  };
}

/** The first landmark of a face that is not there yet: it is shown as a preview, then added. */
export function beginningFace(
  empty: readonly Landmark[],
  { index, at }: { index: number; at: Point },
  show: (preview: readonly Landmark[] | null) => void,
  add: (landmarks: Landmark[], at: Point) => void,
): HeldTool {
  const put = (to: Point): Landmark[] => empty.with(index, { ...to, visibility: 'visible' });
  show(put(at));
  return {
    move: (to) => show(put(to)),
    release: (to) => add(put(to), to),
    cancel: () => show(null),
  };
}

/** A box is dragged out. A click, which has no extent, puts nothing. */
export function drawingBox(
  from: Point,
  image: { width: number; height: number },
  show: (box: Box | null) => void,
  put: (box: Box) => void,
): HeldTool {
  const leastSide = 0.01 * Math.max(image.width, image.height);
  return {
    move: (to) => show(boxBetween(from, to)),
    release: (to) => {
      const box = boxBetween(from, to);
      if (Math.min(box.width, box.height) >= leastSide) put(box);
      show(null);
    },
    cancel: () => show(null),
  };
}

/** A landmark is put where it belongs and the others follow. One that was there keeps its distance to the pointer. */
export function pinning(
  annotation: Annotation,
  model: ShapeModel,
  begun: { instance: Instance; index: number; at: Point; name: string; isThere: boolean; pins: Pins },
  pinned: (pins: Pins) => void,
): HeldTool {
  const { instance, index, at, isThere, pins } = begun;
  const grip = isThere ? gripOf(instance, index, at) : { x: 0, y: 0 };
  const absent = pins.size < leastPins ? 'appear' : 'stay';
  let now = pins;
  const put = (to: Point): void => {
    const place = { x: to.x + grip.x, y: to.y + grip.y };
    now = new Map(pins).set(index, place);
    const filled = filledFace(model, instance.landmarks, now, absent);
    const words = filled ? fillWords(filled.filled, now) : isThere ? null : `Placed ${begun.name}`;
    const alone = (): Landmark[] => instance.landmarks.with(index, { ...place, visibility: 'visible' });
    annotation.drawFace(instance.id, { landmarks: filled?.landmarks ?? alone() }, words);
  };
  annotation.select({ instanceId: instance.id, index });
  put(at);
  return {
    move: put,
    release: (to) => {
      put(to);
      annotation.commit();
      pinned(now);
    },
    cancel: () => annotation.abandon(),
  };
}

/** A landmark is dragged and those within `part` of the face's size go along, less the farther they are. */
export function movingSoftly(
  annotation: Annotation,
  { instance, index, at, name, part }: { instance: Instance; index: number; at: Point; name: string; part: number },
  show: (middle: Point | null) => void,
): HeldTool {
  const grip = gripOf(instance, index, at);
  const radius = part * (sizeOfFace(instance.landmarks) ?? 0);
  const put = (to: Point): void => {
    const place = { x: to.x + grip.x, y: to.y + grip.y };
    const moved = softMoved(instance.landmarks, index, place, radius);
    const followers = moved.filter((landmark, each) => landmark !== instance.landmarks[each]).length - 1;
    const words = followers > 0 ? `Moved ${name} and ${countOf(followers, 'landmark')} near it` : null;
    annotation.drawFace(instance.id, { landmarks: moved }, words);
    show(place);
  };
  annotation.select({ instanceId: instance.id, index });
  show({ x: at.x + grip.x, y: at.y + grip.y });
  return {
    move: put,
    release: (to) => {
      put(to);
      annotation.commit();
      show(null);
    },
    cancel: () => {
      annotation.abandon();
      show(null);
    },
  };
}

/** A landmark comes to the pointer, wherever it was. */
export function snapping(annotation: Annotation, hit: LandmarkHit, at: Point): HeldTool {
  annotation.select(hit);
  annotation.move(hit, at);
  return {
    move: (to) => annotation.move(hit, to),
    release: (to) => {
      annotation.move(hit, to);
      annotation.commit();
    },
    cancel: () => annotation.abandon(),
  };
}

/** From the pointer to the landmark. */
function gripOf(instance: Instance, index: number, at: Point): Point {
  const from = instance.landmarks[index] ?? at;
  return { x: from.x - at.x, y: from.y - at.y };
}
