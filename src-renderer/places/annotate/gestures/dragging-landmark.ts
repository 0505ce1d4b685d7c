import { Idle } from './idle.ts';
import type { GestureState, GestureSurface, StagePointer } from './gesture-state.ts';
import type { LandmarkHit } from '../stage/hit-test.ts';
import type { Point } from '../stage/view-transform.ts';

/** The landmark follows the pointer. It keeps its distance to where it was grabbed, so that it does not jump. */
export class DraggingLandmark implements GestureState {
  readonly name = 'dragging landmark';
  private readonly surface: GestureSurface;
  private readonly hit: LandmarkHit;
  /** From the pointer to the landmark, in px of the image. */
  private readonly grip: Point;

  constructor(surface: GestureSurface, start: StagePointer, hit: LandmarkHit) {
    this.surface = surface;
    this.hit = hit;
    const pointer = surface.toImage(start);
    const landmark = surface.positionOf(hit);
    this.grip = { x: landmark.x - pointer.x, y: landmark.y - pointer.y };
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    const at = this.surface.toImage(pointer);
    this.surface.drag(this.hit, { x: at.x + this.grip.x, y: at.y + this.grip.y });
    return this;
  }

  onPointerUp(pointer: StagePointer): GestureState {
    this.onPointerMove(pointer);
    this.surface.drop();
    return new Idle(this.surface);
  }

  onCancel(): GestureState {
    this.surface.abandonDrag();
    return new Idle(this.surface);
  }
}
