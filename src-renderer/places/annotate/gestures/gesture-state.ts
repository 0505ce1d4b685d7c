import type { LandmarkHit } from '../stage/hit-test.ts';
import type { Point } from '../stage/view-transform.ts';

/** Keys held with the pointer: they change what a drag does while it goes on. */
export interface Held {
  shift: boolean;
  alt: boolean;
}

/** A pointer on the stage; x and y are CSS px from the stage's corner. */
export interface StagePointer extends Point, Held {
  /** As in the DOM: 0 main, 1 middle, 2 secondary. */
  button: number;
  /** Space is held: this drag moves the picture whatever is under the pointer. */
  wantsPan: boolean;
  /** Ctrl (on a Mac Command) is held: a drag draws what is to be seen large, whatever is under the pointer. */
  wantsZoom: boolean;
}

/** A handle of a frame or box that has been taken hold of. It remembers where everything was. */
export interface Grip {
  cursor: string;
  /** The pointer is now at this place, px of the original image. Nothing is kept before the surface's `drop`. */
  pull(to: Point, held: Held): void;
}

/** A tool that is pressed on the picture: places are px of the original image. */
export interface HeldTool {
  move(to: Point): void;
  /** Keeps what was done, as one edit. */
  release(to: Point): void;
  /** Puts back what was done. */
  cancel(): void;
}

/** All that gestures may do to the stage. Coordinates given to `drag` are px of the original image. */
export interface GestureSurface {
  hit(at: Point): LandmarkHit | null;
  /** What can be pulled here; it comes before landmarks. */
  grab(at: Point): Grip | null;
  positionOf(hit: LandmarkHit): Point;
  toImage(at: Point): Point;
  isSelected(hit: LandmarkHit): boolean;
  /** What the tool in hand begins here; null when there is none, or the press is not for it. px of the image. */
  pressTool(at: Point, hit: LandmarkHit | null): HeldTool | null;
  hover(hit: LandmarkHit | null): void;
  /** This landmark alone. */
  select(hit: LandmarkHit): void;
  /** One of those that are selected becomes the picked one; the others stay. */
  pick(hit: LandmarkHit): void;
  /** Into the selection, or out of it. */
  toggle(hit: LandmarkHit): void;
  /** By a double click. */
  selectGroup(hit: LandmarkHit): void;
  /** A click beside every landmark: places the picked one where it is absent, else selects nothing. */
  clickPicture(at: Point): void;
  /** The rectangle being drawn, its corners in CSS px of the stage; null when it is gone. */
  showMarquee(corners: [Point, Point] | null): void;
  selectWithin(corners: [Point, Point], how: 'add' | 'take away'): void;
  panBy(by: Point): void;
  /** What lies between two places (CSS px of the stage), as large as it fits. */
  zoomTo(corners: [Point, Point]): void;
  /** Moves the landmark there, and what is selected with it along. */
  drag(hit: LandmarkHit, to: Point): void;
  /** Keeps what was dragged or pulled, as one edit. */
  drop(): void;
  /** Puts back what was dragged or pulled. */
  abandonDrag(): void;
}

/** One state of the stage's pointer handling. Each handler answers the state to be in next: often itself. */
export interface GestureState {
  readonly name:
    | 'idle'
    | 'pointing landmark'
    | 'dragging landmark'
    | 'panning'
    | 'pulling'
    | 'drawing marquee'
    | 'drawing zoom box'
    | 'using tool';
  onPointerDown(pointer: StagePointer): GestureState;
  onPointerMove(pointer: StagePointer): GestureState;
  onPointerUp(pointer: StagePointer): GestureState;
  /** Escape, a lost pointer, another image. */
  onCancel(): GestureState;
}

/** CSS px the pointer must travel before a press becomes a drag. */
export const dragThreshold = 3;

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
