import { Idle } from './idle.ts';
import type { GestureState, GestureSurface, StagePointer } from './gesture-state.ts';

/** A rectangle is drawn with Shift held; what lies in it joins the selection, or leaves it with Alt held too. */
export class DrawingMarquee implements GestureState {
  readonly name = 'drawing marquee';
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
    this.surface.selectWithin([this.start, pointer], pointer.alt ? 'take away' : 'add');
    return this.onCancel();
  }

  onCancel(): GestureState {
    this.surface.showMarquee(null);
    return new Idle(this.surface);
  }
}
