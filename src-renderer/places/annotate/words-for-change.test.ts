import { describe, expect, it } from 'vitest';
import type { Box, Landmark, LandmarkSchema } from '../../../src-main/contract/index.ts';
import { wordsForChange, wordsForLandmarks } from './words-for-change.ts';

const names = ['left', 'right', 'lip 1', 'lip 2', 'lip 3'];
const schema: LandmarkSchema = {
  name: 'five',
  title: 'Five points',
  landmarks: names.map((name) => ({ name, group: name.startsWith('lip') ? 'mouth' : 'eyes' })),
  groups: [
    { name: 'eyes', colour: '#ffffff' },
    { name: 'mouth', colour: '#ffffff' },
  ],
  contours: [],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
};
const at = (x: number, y: number, visibility: Landmark['visibility'] = 'visible'): Landmark => ({ x, y, visibility });
const before = [at(10, 10), at(30, 10), at(12, 30), at(20, 33), at(28, 30)];

/** The words for what `map` does to some landmarks. */
function words(indices: number[], map: (landmark: Landmark) => Landmark): string {
  const after = before.map((landmark, index) => (indices.includes(index) ? map(landmark) : landmark));
  return wordsForChange({ landmarks: before, box: null }, { landmarks: after, box: null }, schema);
}
const boxWords = (from: Box | null, to: Box | null) =>
  wordsForChange({ landmarks: before, box: from }, { landmarks: before, box: to }, schema);

it('names one landmark, a whole group, the face, and counts others', () => {
  const named = [[3], [2, 3, 4], [0, 1, 2, 3, 4], [0, 2], [2, 3]].map((indices) => wordsForLandmarks(schema, indices));
  expect(named).toEqual(['lip 2', 'mouth (3 landmarks)', 'the face', '2 landmarks', '2 landmarks']);
});

describe('words told from a change', () => {
  it('know a move of all by the same distance', () => {
    expect(words([2, 3, 4], ({ x, y }) => at(x + 3, y - 4))).toBe('Moved mouth (3 landmarks) by 5.0 px');
    expect(words([0, 3], ({ x, y }) => at(x + 0.1, y))).toBe('Moved 2 landmarks by 0.10 px');
  });

  it('know a rotation about any point, clockwise as seen', () => {
    const angle = (4.2 * Math.PI) / 180;
    const turned = ({ x, y }: Landmark): Landmark =>
      at(
        7 + Math.cos(angle) * (x - 7) - Math.sin(angle) * (y - 5),
        5 + Math.sin(angle) * (x - 7) + Math.cos(angle) * (y - 5),
      );
    expect(words([0, 1, 2, 3, 4], turned)).toBe('Rotated the face by 4.2 degrees');
    expect(words([0, 2], turned)).toBe('Rotated 2 landmarks by 4.2 degrees');
  });

  it('know a scaling, by one factor or one an axis', () => {
    expect(words([0, 1, 2, 3, 4], ({ x, y }) => at(2 * x - 5, 2 * y + 1))).toBe('Scaled the face to 200 %');
    expect(words([2, 3, 4], ({ x, y }) => at(1.1 * x, 0.95 * y))).toBe('Scaled mouth (3 landmarks) to 110 × 95 %');
    expect(words([0, 1], ({ x, y }) => at(1.5 * x, y))).toBe('Scaled eyes (2 landmarks) to 150 %');
  });

  it('say no more than that they moved where no one transform fits', () => {
    expect(words([2, 3], ({ x, y }) => at(x * x, y + x))).toBe('Moved 2 landmarks');
    const three = before.with(2, at(1, 1)).with(3, at(60, 2)).with(4, at(5, 90));
    expect(wordsForChange({ landmarks: before, box: null }, { landmarks: three, box: null }, schema)).toBe(
      'Moved mouth (3 landmarks)',
    );
  });

  it('tell visibility first', () => {
    expect(words([0, 1], (landmark) => ({ ...landmark, visibility: 'absent' }))).toBe(
      'Marked eyes (2 landmarks) absent',
    );
  });

  it('tell of the box when it alone changed', () => {
    const box = { x: 0, y: 0, width: 40, height: 50 };
    expect(boxWords(null, box)).toBe('Drew a box of 40 × 50 px');
    expect(boxWords(box, { ...box, x: 3, y: 4 })).toBe('Moved the box by 5.0 px');
    expect(boxWords(box, { ...box, width: 44.6 })).toBe('Resized the box to 45 × 50 px');
    expect(boxWords(box, null)).toBe('Took the box away');
  });
});
