import { wheelFactor, type Point } from './view-transform.ts';

/** What is read of a wheel event. `wheelDeltaY` is Chromium's and others': 120 for each notch of a wheel with notches. */
export type Wheel = Pick<
  WheelEvent,
  'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'timeStamp'
> & { wheelDeltaY?: number };

export type WheelMeaning = { kind: 'zoom'; factor: number } | { kind: 'pan'; by: Point };

/** A glide of two fingers tells finer steps and goes on for a while, ms. */
const glide = 400;
/** A pinch tells smaller steps than a wheel: it counts more, and is told from one by being below this many px. */
const pinch = { factor: 3, below: 50 };

/**
 * What wheels and touchpads mean. The wheel of a mouse zooms; with Shift it pans across, with Alt up and down. Two fingers on a
 * touchpad pan, a pinch (which browsers tell as a wheel with Ctrl) zooms; so does Ctrl with any of them. Browsers do not tell which of them it
 * was: a wheel with notches goes in whole notches along one axis.
 */
export class WheelReader {
  private glidesUntil = -Infinity;

  read(event: Wheel): WheelMeaning {
    if (event.ctrlKey) {
      const isPinch = event.deltaMode === 0 && Math.abs(event.deltaY) < pinch.below;
      return { kind: 'zoom', factor: wheelFactor(event) ** (isPinch ? pinch.factor : 1) };
    }
    const isGlide = !isNotch(event) || event.timeStamp < this.glidesUntil;
    if (isGlide) this.glidesUntil = event.timeStamp + glide;
    // Some systems turn Shift and the wheel into a wheel across.
    const along = event.deltaY || event.deltaX;
    if (event.shiftKey) return { kind: 'pan', by: { x: -along, y: 0 } };
    if (event.altKey) return { kind: 'pan', by: { x: 0, y: -along } };
    if (isGlide) return { kind: 'pan', by: { x: -event.deltaX, y: -event.deltaY } };
    return { kind: 'zoom', factor: wheelFactor(event) };
  }
}

function isNotch({ deltaX, deltaY, deltaMode, shiftKey, wheelDeltaY }: Wheel): boolean {
  if (deltaMode !== 0) return true;
  if (deltaX !== 0 && deltaY === 0 && shiftKey) return true;
  // Of the finest steps of two fingers Chromium tells a `wheelDeltaY` of 0: no notch at all.
  return deltaX === 0 && (wheelDeltaY === undefined || (wheelDeltaY !== 0 && wheelDeltaY % 120 === 0));
}
