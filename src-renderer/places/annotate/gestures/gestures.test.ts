import { beforeEach, describe, expect, it } from 'vitest';
import type { LandmarkHit } from '../stage/hit-test.ts';
import { toImage, type Point, type ViewTransform } from '../stage/view-transform.ts';
import type { GestureState, GestureSurface, Grip, Held, HeldTool, StagePointer } from './gesture-state.ts';
import { Idle } from './idle.ts';

/** A stage with one landmark, which writes down what gestures do to it. */
class WrittenStage implements GestureSurface {
  view: ViewTransform = { zoom: 2, x: 0, y: 0 };
  landmark: Point = { x: 50, y: 50 };
  hovered: LandmarkHit | null = null;
  selected = new Set<number>();
  grip: Grip | null = null;
  readonly log: string[] = [];
  tool: HeldTool | null = null;
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
  pressTool(): HeldTool | null {
    return this.tool;
  }
  hover(hit: LandmarkHit | null): void {
    this.hovered = hit;
  }
  grab(): Grip | null {
    return this.grip;
  }
  isSelected(hit: LandmarkHit): boolean {
    return this.selected.has(hit.index);
  }
  select(hit: LandmarkHit): void {
    if (this.selected.size === 1 && this.isSelected(hit)) return;
    this.selected = new Set([hit.index]);
    this.log.push(`select ${hit.index}`);
  }
  pick(hit: LandmarkHit): void {
    this.log.push(`pick ${hit.index}`);
  }
  toggle(hit: LandmarkHit): void {
    this.log.push(`toggle ${hit.index}`);
  }
  selectGroup(hit: LandmarkHit): void {
    this.log.push(`group ${hit.index}`);
  }
  clickPicture(at: Point): void {
    this.log.push(`click ${at.x} ${at.y}`);
  }
  showMarquee(corners: [Point, Point] | null): void {
    this.log.push(corners ? `rectangle to ${corners[1].x} ${corners[1].y}` : 'no rectangle');
  }
  selectWithin([from, to]: [Point, Point], how: string): void {
    this.log.push(`${how} within ${from.x} ${from.y} ${to.x} ${to.y}`);
  }
  panBy(by: Point): void {
    this.view = { ...this.view, x: this.view.x + by.x, y: this.view.y + by.y };
    this.log.push(`pan ${by.x} ${by.y}`);
  }
  zoomTo([from, to]: [Point, Point]): void {
    this.log.push(`zoom to ${from.x} ${from.y} ${to.x} ${to.y}`);
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
  wantsZoom: false,
  shift: false,
  alt: false,
  ...more,
});
const down = (x: number, y: number, more?: Partial<StagePointer>) => (state = state.onPointerDown(pointer(x, y, more)));
const move = (x: number, y: number, more?: Partial<StagePointer>) => (state = state.onPointerMove(pointer(x, y, more)));
const up = (x: number, y: number, more?: Partial<StagePointer>) => (state = state.onPointerUp(pointer(x, y, more)));

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
  it('hears a click where it was pressed', () => {
    down(300, 300);
    up(301, 300);
    expect(stage.log).toEqual(['click 300 300']);
  });

  it('is drawn on with Shift: what is in the rectangle joins the selection, or leaves it with Alt', () => {
    down(300, 300, { shift: true });
    move(320, 310, { shift: true });
    up(330, 320);
    expect(stage.log).toEqual(['rectangle to 320 310', 'add within 300 300 330 320', 'no rectangle']);
    expect(state.name).toBe('idle');
    down(10, 10, { shift: true });
    up(60, 60, { alt: true });
    expect(stage.log.at(-2)).toBe('take away within 10 10 60 60');
  });

  it('selects nothing by a rectangle that is cancelled', () => {
    down(300, 300, { shift: true });
    move(320, 310);
    state = state.onCancel();
    expect(stage.log).toEqual(['rectangle to 320 310', 'no rectangle']);
  });

  it('is drawn on with Ctrl, also over a landmark and with a tool in hand: what is in the rectangle is seen large', () => {
    stage.tool = { move: () => undefined, release: () => undefined, cancel: () => undefined };
    down(100, 100, { wantsZoom: true });
    move(120, 110);
    up(140, 130);
    expect(stage.log).toEqual(['rectangle to 120 110', 'zoom to 100 100 140 130', 'no rectangle']);
    expect(state.name).toBe('idle');
    down(100, 100, { wantsZoom: true });
    up(101, 100);
    expect(stage.log.slice(3)).toEqual(['no rectangle']);
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

describe('one of several that are selected', () => {
  beforeEach(() => {
    stage.selected = new Set([3, 4]);
  });

  it('takes the others along when dragged', () => {
    down(100, 100);
    move(120, 100);
    up(120, 100);
    expect(stage.log).toEqual(['pick 4', 'drag 4 to 60 50', 'drag 4 to 60 50', 'drop']);
    expect([...stage.selected]).toEqual([3, 4]);
  });

  it('is selected alone by a click, and left out or in by a click with Shift', () => {
    down(100, 100, { shift: true });
    up(100, 100);
    expect(stage.log).toEqual(['toggle 4']);
    down(100, 100);
    up(100, 100);
    expect(stage.log.slice(1)).toEqual(['pick 4', 'select 4']);
  });

  it('is not moved with Shift, which draws a rectangle from it', () => {
    down(100, 100, { shift: true });
    move(150, 150, { shift: true });
    expect(state.name).toBe('drawing marquee');
    expect(stage.landmark).toEqual({ x: 50, y: 50 });
  });
});

describe('a handle', () => {
  const pulls: [Point, Held][] = [];
  beforeEach(() => {
    pulls.length = 0;
    stage.grip = { cursor: 'move', pull: (to, { shift, alt }) => pulls.push([to, { shift, alt }]) };
  });

  it('comes before a landmark under it, is pulled in px of the image and dropped once', () => {
    down(100, 100);
    expect(state.name).toBe('pulling');
    move(101, 100);
    expect(pulls).toEqual([]);
    move(110, 100, { shift: true });
    up(120, 104);
    expect(pulls).toEqual([
      [
        { x: 55, y: 50 },
        { shift: true, alt: false },
      ],
      [
        { x: 60, y: 52 },
        { shift: false, alt: false },
      ],
    ]);
    expect(stage.log).toEqual(['drop']);
  });

  it('goes back when cancelled, and yields to panning', () => {
    down(100, 100);
    move(140, 100);
    state = state.onCancel();
    expect(stage.log).toEqual(['abandon']);
    down(100, 100, { wantsPan: true });
    expect(state.name).toBe('panning');
  });
});

describe('a tool in hand', () => {
  const held = (): HeldTool => ({
    move: ({ x, y }) => stage.log.push(`tool at ${x} ${y}`),
    release: ({ x, y }) => stage.log.push(`tool let go at ${x} ${y}`),
    cancel: () => stage.log.push('tool cancelled'),
  });

  it('has the press, on a landmark too, and is told of places in px of the image', () => {
    stage.tool = held();
    down(100, 100);
    expect(state.name).toBe('using tool');
    move(140, 100);
    up(140, 100);
    expect(stage.log).toEqual(['tool at 70 50', 'tool let go at 70 50']);
    expect(state.name).toBe('idle');
  });

  it('is cancelled, and leaves panning alone', () => {
    stage.tool = held();
    down(100, 100);
    state = state.onCancel();
    expect(stage.log).toEqual(['tool cancelled']);
    down(100, 100, { wantsPan: true });
    expect(state.name).toBe('panning');
  });
});
