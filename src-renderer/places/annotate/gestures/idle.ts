import { Panning } from './panning.ts';
import { PointingLandmark } from './pointing-landmark.ts';
import type { GestureState, GestureSurface, StagePointer } from './gesture-state.ts';

/** No button is down: the landmark under the pointer shows its name. */
export class Idle implements GestureState {
  readonly name = 'idle';
  private readonly surface: GestureSurface;

  constructor(surface: GestureSurface) {
    this.surface = surface;
  }

  onPointerDown(pointer: StagePointer): GestureState {
    if (pointer.button === 1 || (pointer.button === 0 && pointer.wantsPan))
      return new Panning(this.surface, pointer, 'pan only');
    if (pointer.button !== 0) return this;
    const hit = this.surface.hit(pointer);
    return hit
      ? new PointingLandmark(this.surface, pointer, hit)
      : new Panning(this.surface, pointer, 'a click selects nothing');
  }

  onPointerMove(pointer: StagePointer): GestureState {
    this.surface.hover(pointer.wantsPan ? null : this.surface.hit(pointer));
    return this;
  }

  onPointerUp(): GestureState {
    return this;
  }

  onCancel(): GestureState {
    this.surface.hover(null);
    return this;
  }
}
