import { Idle } from './idle.ts';
import {
  distanceBetween,
  dragThreshold,
  type GestureState,
  type GestureSurface,
  type StagePointer,
} from './gesture-state.ts';

type Corners = [StagePointer, StagePointer];

/** A rectangle is drawn, and used once it is let go. */
class DrawingRectangle implements GestureState {
  readonly name: 'drawing marquee' | 'drawing zoom box';
  private readonly surface: GestureSurface;
  private readonly start: StagePointer;
  private readonly use: (corners: Corners) => void;

  constructor(
    name: DrawingRectangle['name'],
    surface: GestureSurface,
    start: StagePointer,
    use: (corners: Corners) => void,
  ) {
    this.name = name;
    this.surface = surface;
    this.start = start;
    this.use = use;
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
    this.use([this.start, pointer]);
    return this.onCancel();
  }

  onCancel(): GestureState {
    this.surface.showMarquee(null);
    return new Idle(this.surface);
  }
}

/** Drawn with Shift held: what lies in it joins the selection, or leaves it with Alt held too. */
export function drawingMarquee(surface: GestureSurface, start: StagePointer): GestureState {
  return new DrawingRectangle('drawing marquee', surface, start, ([from, to]) =>
    surface.selectWithin([from, to], to.alt ? 'take away' : 'add'),
  );
}

/** Drawn with Ctrl held: fills the stage. A press that does not travel does nothing. */
export function drawingZoomBox(surface: GestureSurface, start: StagePointer): GestureState {
  return new DrawingRectangle('drawing zoom box', surface, start, ([from, to]) => {
    if (distanceBetween(from, to) >= dragThreshold) surface.zoomTo([from, to]);
  });
}
