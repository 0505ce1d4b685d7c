import { describe, expect, it } from 'vitest';
import type { Evaluation, GalleryItem } from '../../src-main/contract/index.ts';
import { faceDeltas, itemAt, landmarkErrors, leastOf, orderItems, sameBaseline } from './comparison.ts';

const face = (instanceId: number, name: string, errorPx: number): GalleryItem => ({
  imageId: instanceId,
  instanceId,
  name,
  group: null,
  width: 640,
  height: 480,
  version: '0',
  errorPx,
  truth: [],
  predicted: [],
});

const faces = [face(1, '10-1', 3), face(2, '9-1', 7), face(3, '2-1', Number.NaN), face(4, '1-1', 3), face(5, '3-1', 5)];
const names = (items: GalleryItem[]): string[] => items.map((item) => item.name);

describe('order of the gallery', () => {
  it('puts the worst first, equals by name in natural order, the unmeasured last', () => {
    expect(names(orderItems(faces, 'worst', null))).toEqual(['9-1', '3-1', '1-1', '10-1', '2-1']);
    expect(names(orderItems(faces, 'best', null))).toEqual(['1-1', '10-1', '3-1', '9-1', '2-1']);
    expect(names(orderItems(faces, 'name', null))).toEqual(['1-1', '2-1', '3-1', '9-1', '10-1']);
  });

  it('puts first where two runs differ most', () => {
    const deltas = new Map([
      [1, -0.5],
      [2, 0],
      [5, 4],
    ]);
    expect(names(orderItems(faces, 'apart', deltas)).slice(0, 3)).toEqual(['3-1', '10-1', '9-1']);
    // Faces that B was not asked about are neither worse nor better: last.
    expect(names(orderItems(faces, 'worse', deltas))).toEqual(['3-1', '9-1', '10-1', '1-1', '2-1']);
    expect(names(orderItems(faces, 'better', deltas))).toEqual(['10-1', '9-1', '3-1', '1-1', '2-1']);
  });

  it('finds the worst, the median and the best among those that have an error', () => {
    expect(itemAt(faces, 'worst')?.name).toBe('9-1');
    expect(itemAt(faces, 'median')?.errorPx).toBe(3);
    expect(itemAt(faces, 'best')?.name).toBe('10-1');
    expect(itemAt([faces[2]!], 'worst')).toBeNull();
  });
});

const at = (x: number, y: number, visibility: 'visible' | 'absent' = 'visible') => ({ x, y, visibility });

describe('two runs on the same faces', () => {
  const runOf = (runId: number, landmarks: number[], items: GalleryItem[]) =>
    ({
      runId,
      evaluation: {} as Evaluation,
      landmarks: landmarks.map((index) => ({ index, name: String(index) })),
      total: items.length,
      items,
    }) as const;

  it('are told apart over the landmarks that both learned and the face has', () => {
    const one = {
      ...face(1, 'a', 0),
      truth: [at(0, 0), at(0, 0), at(0, 0, 'absent')],
      predicted: [at(6, 0), at(0, 50), at(9, 9)],
    };
    const other = { ...face(1, 'a', 0), truth: [at(0, 0, 'absent'), at(0, 0)], predicted: [at(1, 1), at(0, 2)] };
    // Landmark 7 alone is in both: 6 px of A, 2 px of B.
    expect([...faceDeltas(runOf(1, [7, 8, 9], [one, face(2, 'b', 1)]), runOf(2, [9, 7], [other]))]).toEqual([[1, 4]]);
  });

  it('are not told apart where they learned nothing alike', () => {
    const item = { ...face(1, 'a', 0), truth: [at(0, 0)], predicted: [at(3, 4)] };
    expect(faceDeltas(runOf(1, [1], [item]), runOf(2, [2], [item])).size).toBe(0);
  });

  it('put the face first whose one landmark is furthest off', () => {
    const even = { ...face(1, 'even', 5), truth: [at(0, 0), at(0, 0)], predicted: [at(5, 0), at(5, 0)] };
    const uneven = { ...face(2, 'uneven', 4), truth: [at(0, 0), at(0, 0)], predicted: [at(8, 0), at(0, 0)] };
    expect(names(orderItems([even, uneven], 'worst', null))).toEqual(['even', 'uneven']);
    expect(names(orderItems([even, uneven], 'furthest', null))).toEqual(['uneven', 'even']);
  });
});

describe('figures', () => {
  it('measures each landmark in px and none that is absent', () => {
    const item = face(1, 'a', 5);
    item.truth = [
      { x: 1, y: 1, visibility: 'visible' },
      { x: 0, y: 0, visibility: 'absent' },
    ];
    item.predicted = [
      { x: 4, y: 5, visibility: 'visible' },
      { x: 9, y: 9, visibility: 'visible' },
    ];
    expect(landmarkErrors(item)).toEqual([5, null]);
  });

  it('marks the least of a column, ties too, and nothing that stands alone', () => {
    expect(leastOf([3, 1, 2])).toEqual([false, true, false]);
    expect(leastOf([1, 1, null])).toEqual([true, true, false]);
    expect(leastOf([1, null, Number.NaN])).toEqual([false, false, false]);
  });

  it('shares the mean-shape row only between runs measured against the same one', () => {
    const of = (landmarks: number, mse: number): Evaluation => ({ landmarks, baseline: { mse } }) as Evaluation;
    expect(sameBaseline(of(1, 5e-3), of(1, 5e-3))).toBe(true);
    expect(sameBaseline(of(1, 5e-3), of(1, 4.9e-3))).toBe(false);
    expect(sameBaseline(of(1, 5e-3), of(58, 5e-3))).toBe(false);
  });
});
