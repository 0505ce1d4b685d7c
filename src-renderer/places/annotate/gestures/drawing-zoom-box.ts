import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type StagePointer,
} from './gesture-state.ts';

/** A rectangle is drawn with Ctrl held, and fills the stage when it is let go. A press that does not travel does nothing. */
export class DrawingZoomBox implements GestureState {
  readonly name = 'drawing zoom box';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;

  constructor(surface: GestureSurface, start: StagePointer) {
    this.surface = surface;
    this.start = start;
    surface.hover(null);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    this.surface.showMarquee([this.start, pointer]);
    return this;
  }

  onPointerUp(pointer: StagePointer): GestureState {
    if (distanceBetween(this.start, pointer) >= dragThreshold) this.surface.zoomTo([this.start, pointer]);
    return this.onCancel();
  }

  onCancel(): GestureState {
    this.surface.showMarquee(null);
    return new Idle(this.surface);
  }
}
