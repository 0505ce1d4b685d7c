import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type StagePointer,
} from './gesture-state.ts';

/** The picture follows the pointer. Begun on the bare picture, a press that does not travel is a click there. */
export class Panning implements GestureState {
  readonly name = 'panning';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;
  private readonly click: 'pan only' | 'a click is of the picture';
  private last: StagePointer;
  private hasMoved = false;

  constructor(surface: GestureSurface, start: StagePointer, click: 'pan only' | 'a click is of the picture') {
    this.surface = surface;
    this.start = start;
    this.last = start;
    this.click = click;
    surface.hover(null);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    if (!this.hasMoved && distanceBetween(this.start, pointer) < dragThreshold) return this;
    this.hasMoved = true;
    this.surface.panBy({ x: pointer.x - this.last.x, y: pointer.y - this.last.y });
    this.last = pointer;
    return this;
  }

  onPointerUp(): GestureState {
    if (!this.hasMoved && this.click === 'a click is of the picture') this.surface.clickPicture(this.start);
    return new Idle(this.surface);
  }

  onCancel(): GestureState {
    return new Idle(this.surface);
  }
}
