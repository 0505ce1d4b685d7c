import { describe, expect, it } from 'vitest';
import { learnedLines } from '../../../src-main/contract/index.ts';
import { linesPath, marksPath, vectorsPath } from './marks.ts';

describe('marks', () => {
  it('draws one mark a point and none for absent landmarks, each kind with a shape of its own', () => {
    const points = [{ x: 10, y: 20 }, null, { x: 30, y: 40 }];
    expect(marksPath('truth', points, 2).match(/Z/g)).toHaveLength(2);
    expect(marksPath('prediction', points, 2)).toBe(
      'M10.00 18.00L12.00 20.00L10.00 22.00L8.00 20.00ZM30.00 38.00L32.00 40.00L30.00 42.00L28.00 40.00Z',
    );
    expect(marksPath('other', points, 5)).toContain('M6.00 16.00L14.00 24.00M6.00 24.00L14.00 16.00');
  });

  it('draws errors only between two points that are there', () => {
    expect(vectorsPath([{ x: 1, y: 2 }, { x: 5, y: 6 }, null], [{ x: 3, y: 4 }, null, { x: 1, y: 1 }])).toBe(
      'M1.00 2.00L3.00 4.00',
    );
  });

  it('draws contours between learned landmarks, closed ones back to the first', () => {
    const contours = [
      { landmarks: [0, 1, 2], closed: false },
      { landmarks: [3, 4, 5], closed: true },
    ];
    // Learned in another order than the schema's, landmark 1 left out.
    const pairs = learnedLines(contours, [5, 4, 3, 2, 0]);
    expect(pairs).toEqual([
      [2, 1],
      [1, 0],
      [0, 2],
    ]);
    expect(linesPath([{ x: 0, y: 0 }, { x: 1, y: 0 }, null], pairs)).toBe('M1.00 0.00L0.00 0.00');
  });
});
