import { describe, expect, it } from 'vitest';
import type { Landmark, LandmarkSchema } from '../../../src-main/contract/index.ts';
import { editBetween, landmarksOfNewFace, nextVisibility } from './edits.ts';

const schema: LandmarkSchema = {
  name: 'three',
  title: 'Three points',
  landmarks: ['left', 'right', 'nose'].map((name) => ({ name, group: 'face' })),
  groups: [{ name: 'face', colour: '#ffffff' }],
  contours: [],
  mirrorPairs: [[0, 1]],
  outerEyeCorners: null,
  template: [
    [0, 0],
    [1, 0],
    [0.5, 1],
  ],
};
const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });

describe('editBetween', () => {
  const before = [at(1, 1), at(9, 1), at(5, 5)];

  it('names the landmark, tells the distance, and sends only what changed', () => {
    expect(editBetween(3, before, [at(1, 1), at(9, 1), at(8, 9)], schema)).toEqual({
      label: 'Moved nose by 5.0 px',
      changes: [{ kind: 'move landmarks', instanceId: 3, landmarks: [{ index: 2, landmark: at(8, 9) }] }],
    });
    expect(editBetween(3, before, [at(1, 1.1), at(9, 1), at(5, 5)], schema)?.label).toBe('Moved left by 0.10 px');
  });

  it('tells a change of visibility and a change of several', () => {
    expect(editBetween(3, before, [at(1, 1), at(9, 1, 'occluded'), at(5, 5)], schema)?.label).toBe(
      'Marked right occluded',
    );
    expect(editBetween(3, before, [at(2, 1), at(9, 2), at(5, 5)], schema)?.label).toBe('Moved 2 landmarks');
  });

  it('is nothing when a landmark came back to where it was', () => {
    expect(editBetween(3, before, [at(1, 1), at(9, 1), at(5 + 1e-9, 5)], schema)).toBeNull();
  });
});

describe('landmarksOfNewFace', () => {
  it('puts the drawing in the middle', () => {
    expect(landmarksOfNewFace(schema, { width: 200, height: 100 })).toEqual([at(70, 20), at(130, 20), at(100, 80)]);
  });

  it('keeps a grid inside the image where there is no drawing', () => {
    const points = landmarksOfNewFace({ ...schema, template: null }, { width: 100, height: 100 });
    expect(points.every(({ x, y }) => x >= 20 && x <= 80 && y >= 20 && y <= 80)).toBe(true);
    expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
  });
});

it('goes through the visibilities and back', () => {
  expect((['visible', 'occluded', 'absent'] as const).map(nextVisibility)).toEqual(['occluded', 'absent', 'visible']);
});
