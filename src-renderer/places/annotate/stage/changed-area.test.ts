import { describe, expect, it } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../../../src-main/contract/index.ts';
import { bothAreas, changedArea } from './changed-area.ts';
import type { DrawnFace } from './draw-face.ts';

const schema: LandmarkSchema = {
  name: 'line',
  title: 'A line and one beside it',
  landmarks: ['a', 'b', 'c', 'd', 'beside'].map((name) => ({ name, group: 'all' })),
  groups: [{ name: 'all', colour: '#ffffff' }],
  contours: [{ name: 'line', landmarks: [0, 1, 2, 3], closed: false }],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
};
const seen = (x: number, y: number): Landmark => ({ x, y, visibility: 'visible' });
const line = [seen(0, 0), seen(100, 0), seen(200, 0), seen(300, 0), seen(500, 500)];
const face: DrawnFace = {
  landmarks: line,
  schema,
  view: { zoom: 2, x: 50, y: 20 },
  selected: 1,
  selection: new Set([1]),
  hovered: null,
  contours: true,
  labels: 'nothing',
  faint: false,
  suggested: null,
};
const moved = (index: number, to: Landmark): DrawnFace => ({ ...face, landmarks: line.with(index, to) });

describe('the part of a face that is drawn anew', () => {
  it('is about where the landmark was, where it is, and those that contours join it to', () => {
    // 0 and 2 are joined to 1: from 50 to 450 across, and down to where it went.
    expect(changedArea(face, moved(1, seen(100, 30)))).toEqual({ x: 40, y: 10, width: 420, height: 80 });
    expect(changedArea(face, moved(4, seen(510, 500)))).toEqual({ x: 1040, y: 1010, width: 40, height: 20 });
  });

  it('reaches past an absent landmark to the one that the line goes on to', () => {
    const gap = { ...face, landmarks: line.with(2, { x: 0, y: 0, visibility: 'absent' }) };
    const after = { ...gap, landmarks: gap.landmarks.with(1, seen(100, 30)) };
    expect(changedArea(gap, after)).toEqual({ x: 40, y: 10, width: 620, height: 80 });
  });

  it('is the landmark alone without contours, and nothing where nothing moved', () => {
    const bare = { ...face, contours: false };
    const after = { ...bare, landmarks: line.with(1, seen(100, 30)) };
    expect(changedArea(bare, after)).toEqual({ x: 240, y: 10, width: 20, height: 80 });
    expect(changedArea(face, { ...face })).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });

  it('is all where more changed than places', () => {
    const at = seen(100, 30);
    expect(changedArea(face, { ...moved(1, at), view: { zoom: 3, x: 50, y: 20 } })).toBeNull();
    expect(changedArea(face, { ...moved(1, at), selected: 2 })).toBeNull();
    expect(changedArea(face, { ...moved(1, at), labels: 'names' })).toBeNull();
    expect(changedArea(face, moved(1, { ...at, visibility: 'occluded' }))).toBeNull();
  });

  it('of two areas holds both', () => {
    const nothing = { x: 0, y: 0, width: 0, height: 0 };
    const area = { x: 10, y: 20, width: 5, height: 5 };
    expect(bothAreas(area, nothing)).toEqual(area);
    expect(bothAreas(nothing, area)).toEqual(area);
    expect(bothAreas(area, { x: 0, y: 22, width: 12, height: 40 })).toEqual({ x: 0, y: 20, width: 15, height: 42 });
  });
});
