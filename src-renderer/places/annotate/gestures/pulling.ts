import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type Grip,
  type StagePointer,
} from './gesture-state.ts';

/** A handle follows the pointer: the frame of a selection, or a face's box. A press that does not travel changes nothing. */
export class Pulling implements GestureState {
  readonly name = 'pulling';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;
  private readonly grip: Grip;
  private hasMoved = false;

  constructor(surface: GestureSurface, start: StagePointer, grip: Grip) {
    this.surface = surface;
    this.start = start;
    this.grip = grip;
    surface.hover(null);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    if (!this.hasMoved && distanceBetween(this.start, pointer) < dragThreshold) return this;
    this.hasMoved = true;
    this.grip.pull(this.surface.toImage(pointer), pointer);
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
