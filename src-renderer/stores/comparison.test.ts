import { describe, expect, it } from 'vitest';
import type { Evaluation, GalleryItem } from '../../src-main/contract/index.ts';
import { itemAt, landmarkErrors, leastOf, orderItems, sameBaseline } from './comparison.ts';

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
    const other = new Map([face(1, '', 3.5), face(2, '', 7), face(5, '', 1)].map((item) => [item.instanceId, item]));
    expect(names(orderItems(faces, 'apart', other)).slice(0, 3)).toEqual(['3-1', '10-1', '9-1']);
  });

  it('finds the worst, the median and the best among those that have an error', () => {
    expect(itemAt(faces, 'worst')?.name).toBe('9-1');
    expect(itemAt(faces, 'median')?.errorPx).toBe(3);
    expect(itemAt(faces, 'best')?.name).toBe('10-1');
    expect(itemAt([faces[2]!], 'worst')).toBeNull();
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
