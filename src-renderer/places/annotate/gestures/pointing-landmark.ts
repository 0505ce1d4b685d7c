import { DraggingLandmark } from './dragging-landmark.ts';
import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type StagePointer,
} from './gesture-state.ts';
import type { LandmarkHit } from '../stage/hit-test.ts';

/** Pressed on a landmark, which is now selected; it is not moved until the pointer has travelled a little. */
export class PointingLandmark implements GestureState {
  readonly name = 'pointing landmark';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;
  private readonly hit: LandmarkHit;

  constructor(surface: GestureSurface, start: StagePointer, hit: LandmarkHit) {
    this.surface = surface;
    this.start = start;
    this.hit = hit;
    surface.select(hit);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    if (distanceBetween(this.start, pointer) < dragThreshold) return this;
    return new DraggingLandmark(this.surface, this.start, this.hit).onPointerMove(pointer);
  }

  onPointerUp(): GestureState {
    return new Idle(this.surface);
  }

  onCancel(): GestureState {
    return new Idle(this.surface);
  }
}
