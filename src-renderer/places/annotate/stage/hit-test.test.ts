import { describe, expect, it } from 'vitest';
import type { Landmark } from '../../../../src-main/contract/index.ts';
import { landmarkAt, landmarksWithin } from './hit-test.ts';

const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });
const view = { zoom: 2, x: 100, y: 50 };

describe('landmarkAt', () => {
  it('finds the nearest within 10 CSS px, whatever the zoom', () => {
    const faces = [{ id: 7, landmarks: [at(10, 10), at(13, 10), at(40, 40)] }];
    expect(landmarkAt(faces, view, { x: 125, y: 70 })).toEqual({ instanceId: 7, index: 1 });
    expect(landmarkAt(faces, view, { x: 189, y: 130 })).toEqual({ instanceId: 7, index: 2 });
    expect(landmarkAt(faces, view, { x: 191, y: 130 })).toBeNull();
    const near = { zoom: 20, x: 0, y: 0 };
    expect(landmarkAt(faces, near, { x: 209, y: 200 })).toEqual({ instanceId: 7, index: 0 });
  });

  it('prefers the selected one among neighbours', () => {
    const faces = [{ id: 1, landmarks: [at(10, 10), at(11, 10)] }];
    const pointer = { x: 121.5, y: 70 };
    expect(landmarkAt(faces, view, pointer)).toEqual({ instanceId: 1, index: 1 });
    expect(landmarkAt(faces, view, pointer, { instanceId: 1, index: 0 })).toEqual({ instanceId: 1, index: 0 });
  });

  it('hits occluded landmarks and no absent ones', () => {
    const faces = [{ id: 1, landmarks: [at(10, 10, 'absent'), at(12, 10, 'occluded')] }];
    expect(landmarkAt(faces, view, { x: 120, y: 70 })).toEqual({ instanceId: 1, index: 1 });
  });
});

describe('landmarksWithin', () => {
  const faces = [
    { id: 1, landmarks: [at(10, 10), at(12, 12), at(90, 90)] },
    { id: 2, landmarks: [at(11, 11), at(12, 11), at(13, 11), at(14, 14, 'absent')] },
  ];
  // The rectangle from 5, 5 to 20, 20 of the image, drawn from its lower right corner.
  const corners = [
    { x: 140, y: 90 },
    { x: 110, y: 60 },
  ] as const;

  it('takes the active face where any of its are inside, else the one with the most, and none that is absent', () => {
    expect(landmarksWithin(faces, 1, view, [...corners])).toEqual({ instanceId: 1, indices: [0, 1] });
    expect(landmarksWithin(faces, 3, view, [...corners])).toEqual({ instanceId: 2, indices: [0, 1, 2] });
    expect(landmarksWithin(faces, 1, view, [corners[0], corners[0]])).toBeNull();
  });
});
