import { Idle } from './idle.ts';
import type { GestureState, GestureSurface, HeldTool, StagePointer } from './gesture-state.ts';

/** The tool in hand is pressed on the picture, and does what it does until it is let go. */
export class UsingTool implements GestureState {
  readonly name = 'using tool';
  private readonly surface: GestureSurface;
  private readonly tool: HeldTool;

  constructor(surface: GestureSurface, tool: HeldTool) {
    this.surface = surface;
    this.tool = tool;
    surface.hover(null);
  }

  onPointerDown(): GestureState {
    return this;
  }

  onPointerMove(pointer: StagePointer): GestureState {
    this.tool.move(this.surface.toImage(pointer));
    return this;
  }

  onPointerUp(pointer: StagePointer): GestureState {
    this.tool.release(this.surface.toImage(pointer));
    return new Idle(this.surface);
  }

  onCancel(): GestureState {
    this.tool.cancel();
    return new Idle(this.surface);
  }
}
