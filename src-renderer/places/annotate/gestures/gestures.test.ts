import { beforeEach, describe, expect, it } from 'vitest';
import type { LandmarkHit } from '../stage/hit-test.ts';
import { toImage, type Point, type ViewTransform } from '../stage/view-transform.ts';
import type { GestureState, GestureSurface, StagePointer } from './gesture-state.ts';
import { Idle } from './idle.ts';

/** A stage with one landmark, which writes down what gestures do to it. */
class WrittenStage implements GestureSurface {
  view: ViewTransform = { zoom: 2, x: 0, y: 0 };
  landmark: Point = { x: 50, y: 50 };
  hovered: LandmarkHit | null = null;
  selected: LandmarkHit | null = null;
  readonly log: string[] = [];
  readonly target: LandmarkHit = { instanceId: 1, index: 4 };

  hit(at: Point): LandmarkHit | null {
    const image = this.toImage(at);
    return Math.hypot(image.x - this.landmark.x, image.y - this.landmark.y) * this.view.zoom <= 10 ? this.target : null;
  }
  positionOf(): Point {
    return this.landmark;
  }
  toImage(at: Point): Point {
    return toImage(this.view, at);
  }
  hover(hit: LandmarkHit | null): void {
    this.hovered = hit;
  }
  select(hit: LandmarkHit | null): void {
    this.selected = hit;
    this.log.push(hit ? `select ${hit.index}` : 'select nothing');
  }
  panBy(by: Point): void {
    this.view = { ...this.view, x: this.view.x + by.x, y: this.view.y + by.y };
    this.log.push(`pan ${by.x} ${by.y}`);
  }
  drag(hit: LandmarkHit, to: Point): void {
    this.landmark = to;
    this.log.push(`drag ${hit.index} to ${to.x} ${to.y}`);
  }
  drop(): void {
    this.log.push('drop');
  }
  abandonDrag(): void {
    this.log.push('abandon');
  }
}

let stage: WrittenStage;
let state: GestureState;

const pointer = (x: number, y: number, more: Partial<StagePointer> = {}): StagePointer => ({
  x,
  y,
  button: 0,
  wantsPan: false,
  ...more,
});
const down = (x: number, y: number, more?: Partial<StagePointer>) => (state = state.onPointerDown(pointer(x, y, more)));
const move = (x: number, y: number, more?: Partial<StagePointer>) => (state = state.onPointerMove(pointer(x, y, more)));
const up = (x: number, y: number) => (state = state.onPointerUp(pointer(x, y)));

beforeEach(() => {
  stage = new WrittenStage();
  state = new Idle(stage);
});

describe('a landmark', () => {
  it('is named when pointed at', () => {
    move(103, 100);
    expect(stage.hovered).toEqual(stage.target);
    move(300, 100);
    expect(stage.hovered).toBeNull();
  });

  it('is selected and not moved by a click with a shaking hand', () => {
    down(104, 100);
    move(105, 101);
    up(105, 101);
    expect(stage.log).toEqual(['select 4']);
    expect(state.name).toBe('idle');
  });

  it('follows a drag without jumping to the pointer, and is dropped once', () => {
    down(104, 100);
    move(114, 100);
    move(124, 110);
    expect(state.name).toBe('dragging landmark');
    up(124, 110);
    // 4 CSS px beside the landmark when grabbed, so 2 image px beside the pointer throughout.
    expect(stage.log).toEqual(['select 4', 'drag 4 to 55 50', 'drag 4 to 60 55', 'drag 4 to 60 55', 'drop']);
    expect(state.name).toBe('idle');
  });

  it('goes back when the drag is cancelled', () => {
    down(100, 100);
    move(140, 100);
    state = state.onCancel();
    expect(stage.log.at(-1)).toBe('abandon');
    expect(stage.log).not.toContain('drop');
    expect(state.name).toBe('idle');
  });

  it('is not taken by a drag with Space held or the middle button', () => {
    down(100, 100, { wantsPan: true });
    expect(state.name).toBe('panning');
    up(100, 100);
    down(100, 100, { button: 1 });
    move(110, 105);
    expect(stage.log).toEqual(['pan 10 5']);
  });

  it('is left alone by the secondary button', () => {
    down(100, 100, { button: 2 });
    expect(state.name).toBe('idle');
    expect(stage.log).toEqual([]);
  });
});

describe('the bare picture', () => {
  it('selects nothing when clicked', () => {
    down(300, 300);
    up(301, 300);
    expect(stage.log).toEqual(['select nothing']);
  });

  it('is panned by a drag, which leaves the selection', () => {
    down(300, 300);
    move(310, 300);
    move(310, 320);
    up(310, 320);
    expect(stage.log).toEqual(['pan 10 0', 'pan 0 20']);
    expect(stage.view).toEqual({ zoom: 2, x: 10, y: 20 });
  });
});
