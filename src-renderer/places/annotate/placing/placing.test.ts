import { describe, expect, it } from 'vitest';
import type { Landmark, ShapeModel } from '../../../../src-main/contract/index.ts';
import { nearestLandmark } from '../stage/hit-test.ts';
import { nextToPlace, placedBefore, walkOf } from './click-through.ts';
import { copiedFace } from './copy-face.ts';
import { filledFace, fillWords, pinsThatHold } from './fill-face.ts';
import { completedByMirror, mirroredFace } from './mirror.ts';
import { placingHint, type PlacingSituation } from './placing-hint.ts';
import { boxBetween, middleBox, shapeInBox } from './shape-in-box.ts';
import { falloff, sizeOfFace, softMoved } from './soft-move.ts';

const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });
const absent = at(0, 0, 'absent');
const none: ReadonlySet<number> = new Set();

describe('click by click', () => {
  it('goes through what is absent, past what was skipped, to the end', () => {
    const face = [at(1, 1), absent, absent, at(2, 2), absent];
    const walk = walkOf(face);
    expect(walk).toBe('absent');
    expect(nextToPlace(face, none, walk)).toBe(1);
    expect(nextToPlace(face.with(1, at(3, 3)), new Set([2]), walk)).toBe(4);
    expect(nextToPlace(face.with(1, at(3, 3)).with(4, at(3, 3)), new Set([2]), walk)).toBeNull();
    // Undone: its turn again.
    expect(nextToPlace(face.with(4, at(3, 3)), new Set([2]), walk)).toBe(1);
  });

  it('goes through all of a complete face once, and back', () => {
    const face = [at(1, 1), at(2, 2)];
    expect(walkOf(face)).toBe('all');
    expect(nextToPlace(face, none, 'all')).toBe(0);
    expect(nextToPlace(face, new Set([0]), 'all')).toBe(1);
    expect(nextToPlace(face, new Set([0, 1]), 'all')).toBeNull();
    expect(placedBefore(face, null)).toBe(1);
    expect(placedBefore(face, 0)).toBe(0);
  });
});

describe('a shape in a box', () => {
  it('touches all four sides, whichever corner was first; what the shape has not is absent', () => {
    const box = boxBetween({ x: 110, y: 60 }, { x: 10, y: 20 });
    expect(box).toEqual({ x: 10, y: 20, width: 100, height: 40 });
    expect(shapeInBox([[-1, 0], null, [1, 2], [0, 1]], box)).toEqual([at(10, 20), absent, at(110, 60), at(60, 40)]);
  });

  it('lies in the middle of the image with its own proportions when there is no box', () => {
    const shape: [number, number][] = [
      [0, 0],
      [1, 2],
    ];
    const box = middleBox(shape, { width: 1000, height: 500 });
    expect(box).toEqual({ x: 425, y: 100, width: 150, height: 300 });
  });

  it('is not spoilt by a shape that is a line', () => {
    const line: [number, number][] = [
      [0, 1],
      [2, 1],
    ];
    expect(shapeInBox(line, { x: 0, y: 0, width: 10, height: 10 })).toEqual([at(0, 5), at(10, 5)]);
  });
});

/** A square that can only be moved, turned and sized. */
const square: ShapeModel = {
  basis: 'template',
  shapes: 0,
  mean: [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], null],
  modes: [],
  variances: [],
  noise: 1e-8,
};

describe('filling', () => {
  const pins = new Map([
    [0, { x: 100, y: 100 }],
    [1, { x: 200, y: 100 }],
  ]);

  it('puts what is not pinned where the model has it, and leaves what the model has not', () => {
    const filled = filledFace(square, [absent, absent, absent, absent], pins, 'appear')!;
    expect(filled.filled).toBe(1);
    expect(filled.landmarks.slice(0, 2)).toEqual([at(100, 100), at(200, 100)]);
    expect(filled.landmarks[2]!.x).toBeCloseTo(200, 9);
    expect(filled.landmarks[2]!.y).toBeCloseTo(200, 9);
    expect(filled.landmarks[3]).toEqual(absent);
    expect(fillWords(filled.filled, pins)).toBe('Filled 1 landmark from 2');
  });

  it('keeps who is occluded, and absent what a person made absent', () => {
    const face = [at(0, 0), at(0, 0, 'occluded'), absent, absent];
    const { landmarks } = filledFace(square, face, pins, 'stay')!;
    expect(landmarks[1]).toEqual(at(200, 100, 'occluded'));
    expect(landmarks[2]).toEqual(absent);
  });

  it('does nothing from one pin, or from two at one place', () => {
    const face = [absent, absent, absent, absent];
    expect(filledFace(square, face, new Map([[0, { x: 1, y: 1 }]]), 'appear')).toBeNull();
    const same = new Map([
      [0, { x: 1, y: 1 }],
      [1, { x: 1, y: 1 }],
    ]);
    expect(filledFace(square, face, same, 'appear')).toBeNull();
  });

  it('holds pins only where they still are', () => {
    const face = [at(100, 100), at(201, 100), absent, absent];
    expect([...pinsThatHold(pins, face).keys()]).toEqual([0]);
    expect(pinsThatHold(pins, [at(100, 100, 'absent'), at(200, 100)]).size).toBe(1);
  });
});

describe('a soft move', () => {
  it('fades to nothing at the radius', () => {
    expect(falloff(0, 10)).toBe(1);
    expect(falloff(5, 10)).toBeCloseTo(0.5625, 9);
    expect(falloff(10, 10)).toBe(0);
    expect(falloff(30, 10)).toBe(0);
  });

  it('takes near landmarks along in part and leaves far and absent ones', () => {
    const face = [at(0, 0), at(5, 0, 'occluded'), at(10, 0), { ...absent, x: 1 }];
    const moved = softMoved(face, 0, { x: 0, y: 8 }, 10);
    expect(moved).toEqual([at(0, 8), at(5, 4.5, 'occluded'), at(10, 0), { ...absent, x: 1 }]);
    expect(moved[2]).toBe(face[2]);
    expect(sizeOfFace(face)).toBe(10);
    expect(sizeOfFace([at(3, 3), absent])).toBeNull();
  });
});

describe('mirroring', () => {
  const pairs = [[0, 1] as const];

  it('leaves a symmetric face as it is and turns another to the other side, each landmark keeping its own', () => {
    const symmetric = [at(0, 0), at(10, 0), at(5, 8)];
    expect(mirroredFace(symmetric, pairs)).toEqual(symmetric);
    expect(mirroredFace([at(0, 0), at(10, 0), at(2, 8)], pairs)![2]).toEqual(at(8, 8));
    // Twice is as it was, also of a turned face, and visibility goes with its landmark's place.
    const face = [at(3, 4, 'occluded'), at(13, 9), at(9, 2)];
    expect(mirroredFace(face, pairs)![1]!.visibility).toBe('occluded');
    for (const [index, landmark] of mirroredFace(mirroredFace(face, pairs)!, pairs)!.entries()) {
      expect(landmark.x).toBeCloseTo(face[index]!.x, 9);
      expect(landmark.y).toBeCloseTo(face[index]!.y, 9);
    }
  });

  it('places an absent side from the other', () => {
    const face = [at(0, 0), at(10, 0), at(2, 6), absent, at(5, 9)];
    const completed = completedByMirror(face, [
      [0, 1],
      [2, 3],
    ])!;
    expect(completed[3]).toEqual(at(8, 6));
    expect(completed.filter((landmark, index) => landmark !== face[index])).toHaveLength(1);
  });

  it('says so when no pair tells where the middle is', () => {
    expect(mirroredFace([at(0, 0), absent], pairs)).toBeNull();
    expect(completedByMirror([at(4, 4), at(4, 4)], pairs)).toBeNull();
    expect(mirroredFace([at(0, 0), at(1, 1)], [])).toBeNull();
  });
});

it('copies a face to the same part of an image of another size', () => {
  const from = { width: 640, height: 480 };
  expect(copiedFace([at(320, 120, 'occluded')], from, { width: 1280, height: 480 })).toEqual([
    at(640, 120, 'occluded'),
  ]);
});

it('finds the nearest landmark however far it is, but no absent one', () => {
  const instance = { id: 4, landmarks: [at(0, 0), { ...absent, x: 90, y: 90 }, at(50, 50)] };
  expect(nearestLandmark(instance, { x: 95, y: 95 })).toEqual({ instanceId: 4, index: 2 });
  expect(nearestLandmark(null, { x: 0, y: 0 })).toBeNull();
});

describe('the hint', () => {
  const now: PlacingSituation = {
    tool: 'fill face',
    next: 'left eye 1',
    placed: 0,
    landmarks: 58,
    pins: 0,
    model: { ...square, basis: 'shapes', shapes: 239 },
    hasShape: true,
    nearest: null,
    softRadius: 0,
  };

  it('tells what the next click does', () => {
    expect(placingHint(now)).toBe('Click left eye 1 · 1 of 2, then the others follow as 239 labelled faces vary');
    expect(placingHint({ ...now, pins: 2, next: 'jaw 8' })).toBe(
      'Click jaw 8, or drag any landmark: the others follow · 2 set',
    );
    expect(placingHint({ ...now, tool: 'place landmarks', placed: 4 })).toBe(
      'Click places left eye 1 · 4 of 58 placed',
    );
    expect(placingHint({ ...now, tool: 'snap', nearest: 'jaw 8' })).toBe('Click brings jaw 8 here');
  });

  it('is honest about what there is to go by', () => {
    expect(placingHint({ ...now, model: null })).toBe('Computing the shape model…');
    expect(placingHint({ ...now, model: square })).toContain('by the template: few faces are labelled');
    const nothing: ShapeModel = { ...square, basis: 'mean', mean: [null] };
    expect(placingHint({ ...now, model: nothing })).toContain('No face is labelled yet');
    expect(placingHint({ ...now, tool: 'place template', hasShape: false })).toBe('The schema has no template');
  });
});
