import { drawingMarquee, drawingZoomBox } from './drawing-rectangle.ts';
import { Panning } from './panning.ts';
import { PointingLandmark } from './pointing-landmark.ts';
import { Pulling } from './pulling.ts';
import { UsingTool } from './using-tool.ts';
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
    if (pointer.wantsZoom) return drawingZoomBox(this.surface, pointer);
    const grip = this.surface.grab(pointer);
    if (grip) return new Pulling(this.surface, pointer, grip);
    const hit = this.surface.hit(pointer);
    const tool = this.surface.pressTool(this.surface.toImage(pointer), hit);
    if (tool) return new UsingTool(this.surface, tool);
    if (hit) return new PointingLandmark(this.surface, pointer, hit);
    return pointer.shift
      ? drawingMarquee(this.surface, pointer)
      : new Panning(this.surface, pointer, 'a click is of the picture');
  }

  onPointerMove(pointer: StagePointer): GestureState {
    this.surface.hover(pointer.wantsPan || pointer.wantsZoom ? null : this.surface.hit(pointer));
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
