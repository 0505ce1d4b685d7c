import { DraggingLandmark } from './dragging-landmark.ts';
import { drawingMarquee } from './drawing-rectangle.ts';
import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type StagePointer,
} from './gesture-state.ts';
import type { LandmarkHit } from '../stage/hit-test.ts';

/**
 * Pressed on a landmark; nothing is moved until the pointer has travelled a little. One of several that are selected keeps the
 * others until it is known to be a click, so that all can be dragged. With Shift a click adds or takes away, a drag draws a rectangle.
 */
export class PointingLandmark implements GestureState {
  readonly name = 'pointing landmark';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;
  private readonly hit: LandmarkHit;

  constructor(surface: GestureSurface, start: StagePointer, hit: LandmarkHit) {
    this.surface = surface;
    this.start = start;
    this.hit = hit;
    if (start.shift) return;
    if (surface.isSelected(hit)) surface.pick(hit);
    else surface.select(hit);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    if (distanceBetween(this.start, pointer) < dragThreshold) return this;
    const next = this.start.shift
      ? drawingMarquee(this.surface, this.start)
      : new DraggingLandmark(this.surface, this.start, this.hit);
    return next.onPointerMove(pointer);
  }

  onPointerUp(): GestureState {
    if (this.start.shift) this.surface.toggle(this.hit);
    else this.surface.select(this.hit);
    return new Idle(this.surface);
  }

  onCancel(): GestureState {
    return new Idle(this.surface);
  }
}
