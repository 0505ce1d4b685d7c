import { describe, expect, it } from 'vitest';
import type { Landmark } from '../../contract/index.ts';
import {
  decodeBox,
  decodeLandmarks,
  decodePoints,
  encodeBox,
  encodeLandmarks,
  encodePoints,
  sameInstance,
} from './landmark-codec.ts';

const face: Landmark[] = [
  { x: 1 / 3, y: -0.1, visibility: 'visible' },
  { x: 1e-300, y: 12345.678901234567, visibility: 'occluded' },
  { x: 0, y: 0, visibility: 'absent' },
];

describe('landmarks as bytes', () => {
  it('come back bit for bit', () => {
    expect(decodeLandmarks(encodeLandmarks(face))).toEqual(face);
    expect(encodeLandmarks(face)).toHaveLength(51);
  });

  it.each([NaN, Infinity, -Infinity])('refuse %f', (x) => {
    expect(() => encodeLandmarks([{ x, y: 0, visibility: 'visible' }])).toThrow(/Landmark 0 is not a place/);
  });

  it('keep predicted points and boxes', () => {
    expect(
      decodePoints(
        encodePoints([
          [1 / 7, 2],
          [3, -4],
        ]),
      ),
    ).toEqual([
      [1 / 7, 2],
      [3, -4],
    ]);
    const box = { x: -1, y: 2.5, width: 3, height: 0 };
    expect(decodeBox(encodeBox(box))).toEqual(box);
    expect(decodeBox(encodeBox(null))).toBeNull();
    expect(() => encodeBox({ ...box, width: -1 })).toThrow(/Not a box/);
  });
});

describe('the same instance', () => {
  const moved = (byPx: number) => ({
    box: null,
    landmarks: face.map((landmark) => ({ ...landmark, x: landmark.x + byPx })),
  });

  it('may differ by a rounding, not by a move', () => {
    expect(sameInstance({ box: null, landmarks: face }, moved(0.0009))).toBe(true);
    expect(sameInstance({ box: null, landmarks: face }, moved(0.0011))).toBe(false);
  });

  it('does not ask where absent landmarks are, but whether they are absent', () => {
    const elsewhere = face.map((landmark, index) => (index === 2 ? { ...landmark, x: 99 } : landmark));
    expect(sameInstance({ box: null, landmarks: face }, { box: null, landmarks: elsewhere })).toBe(true);
    const seen = face.map((landmark) => ({ ...landmark, visibility: 'visible' as const }));
    expect(sameInstance({ box: null, landmarks: face }, { box: null, landmarks: seen })).toBe(false);
  });

  it('has the same box or both none', () => {
    const box = { x: 0, y: 0, width: 5, height: 5 };
    expect(sameInstance({ box, landmarks: [] }, { box: { ...box }, landmarks: [] })).toBe(true);
    expect(sameInstance({ box, landmarks: [] }, { box: { ...box, width: 6 }, landmarks: [] })).toBe(false);
    expect(sameInstance({ box, landmarks: [] }, { box: null, landmarks: [] })).toBe(false);
  });
});
