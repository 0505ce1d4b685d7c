import type { LandmarkHit } from '../stage/hit-test.ts';
import type { Point } from '../stage/view-transform.ts';

/** A pointer on the stage; x and y are CSS px from the stage's corner. */
export interface StagePointer extends Point {
  /** As in the DOM: 0 main, 1 middle, 2 secondary. */
  button: number;
  /** Space or Shift is held: this drag moves the picture whatever is under the pointer. */
  wantsPan: boolean;
}

/** All that gestures may do to the stage. Coordinates given to `drag` are px of the original image. */
export interface GestureSurface {
  hit(at: Point): LandmarkHit | null;
  positionOf(hit: LandmarkHit): Point;
  toImage(at: Point): Point;
  hover(hit: LandmarkHit | null): void;
  select(hit: LandmarkHit | null): void;
  panBy(by: Point): void;
  drag(hit: LandmarkHit, to: Point): void;
  /** Keeps what was dragged, as one edit. */
  drop(): void;
  /** Puts back what was dragged. */
  abandonDrag(): void;
}

/** One state of the stage's pointer handling. Each handler answers the state to be in next: often itself. */
export interface GestureState {
  readonly name: 'idle' | 'pointing landmark' | 'dragging landmark' | 'panning';
  onPointerDown(pointer: StagePointer): GestureState;
  onPointerMove(pointer: StagePointer): GestureState;
  onPointerUp(pointer: StagePointer): GestureState;
  /** Escape, a lost pointer, another image. */
  onCancel(): GestureState;
}

/** CSS px the pointer must travel before a press becomes a drag. */
export const dragThreshold = 3;

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
