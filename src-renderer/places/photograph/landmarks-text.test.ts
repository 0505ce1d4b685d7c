import { expect, test } from 'vitest';
import { asCsv, asJson, type FoundLandmarks } from './landmarks-text.ts';

const found: FoundLandmarks = {
  file: 'me.jpg',
  width: 400,
  height: 300,
  runId: 3,
  box: { x: 1, y: 2, width: 30, height: 40 },
  landmarks: [
    { name: 'tip of the nose', x: 1.005, y: 1 / 3 },
    { name: 'eye, "left"', x: -2, y: 1e3 },
  ],
};

test('CSV has a heading and quotes what would divide a line', () => {
  expect(asCsv(found)).toBe('landmark,x,y\r\ntip of the nose,1.00,0.33\r\n"eye, ""left""",-2.00,1000.00\r\n');
});

test('JSON says of what, by which run and where it looked', () => {
  expect(JSON.parse(asJson(found))).toEqual({
    file: 'me.jpg',
    width: 400,
    height: 300,
    runId: 3,
    box: { x: 1, y: 2, width: 30, height: 40 },
    landmarks: [
      { name: 'tip of the nose', x: 1, y: 0.33 },
      { name: 'eye, "left"', x: -2, y: 1000 },
    ],
  });
});
