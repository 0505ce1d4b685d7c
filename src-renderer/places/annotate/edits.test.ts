import { describe, expect, it } from 'vitest';
import type { Instance, Landmark, LandmarkSchema } from '../../../src-main/contract/index.ts';
import { editBetween, landmarksOfNewFace, nextVisibility, withUnsaved } from './edits.ts';

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

describe('withUnsaved', () => {
  const face = (id: number): Instance => ({
    id,
    imageId: 1,
    box: null,
    landmarks: [at(1, 1), at(9, 1), at(5, 5)],
    origin: { kind: 'person', source: 'test' },
  });
  const box = { x: 1, y: 2, width: 3, height: 4 };

  it('puts edits on top in their order and leaves the other faces', () => {
    const shown = withUnsaved(
      [face(1), face(2), face(3)],
      [
        {
          label: '',
          changes: [{ kind: 'move landmarks', instanceId: 1, landmarks: [{ index: 2, landmark: at(6, 6) }] }],
        },
        { label: '', changes: [{ kind: 'delete instance', instanceId: 2 }] },
        {
          label: '',
          changes: [
            { kind: 'move landmarks', instanceId: 1, landmarks: [{ index: 2, landmark: at(7, 7) }] },
            { kind: 'set box', instanceId: 3, box },
            { kind: 'set box', instanceId: 99, box },
            { kind: 'add instance', imageId: 1, box: null, landmarks: [] },
          ],
        },
      ],
    );
    expect(shown).toEqual([
      { ...face(1), landmarks: [at(1, 1), at(9, 1), at(7, 7)] },
      { ...face(3), box },
    ]);
  });
});

describe('editBetween', () => {
  const before = [at(1, 1), at(9, 1), at(5, 5)];
  const edit = (after: Landmark[]) =>
    editBetween(3, { landmarks: before, box: null }, { landmarks: after, box: null }, schema);

  it('names the landmark, tells the distance, and sends only what changed', () => {
    expect(edit([at(1, 1), at(9, 1), at(8, 9)])).toEqual({
      label: 'Moved nose by 5.0 px',
      changes: [{ kind: 'move landmarks', instanceId: 3, landmarks: [{ index: 2, landmark: at(8, 9) }] }],
    });
    expect(edit([at(1, 1.1), at(9, 1), at(5, 5)])?.label).toBe('Moved left by 0.10 px');
  });

  it('tells a change of visibility and a change of several', () => {
    expect(edit([at(1, 1), at(9, 1, 'occluded'), at(5, 5)])?.label).toBe('Marked right occluded');
    expect(edit([at(2, 1), at(12, 4), at(5, 7)])?.label).toBe('Moved the face');
  });

  it('is nothing when a landmark came back to where it was', () => {
    expect(edit([at(1, 1), at(9, 1), at(5 + 1e-9, 5)])).toBeNull();
  });

  it('takes the box with it, and the words of a gesture that has better ones', () => {
    const box = { x: 1, y: 2, width: 30, height: 40 };
    expect(editBetween(3, { landmarks: before, box: null }, { landmarks: before, box }, schema)).toEqual({
      label: 'Drew a box of 30 × 40 px',
      changes: [{ kind: 'set box', instanceId: 3, box }],
    });
    expect(editBetween(3, { landmarks: before, box }, { landmarks: before, box: { ...box } }, schema)).toBeNull();
    const aligned = [at(1, 1), at(9, 1), at(5, 1)];
    expect(
      editBetween(3, { landmarks: before, box }, { landmarks: aligned, box }, schema, 'Aligned 3 landmarks')?.label,
    ).toBe('Aligned 3 landmarks');
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
