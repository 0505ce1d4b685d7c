import { expect, it } from 'vitest';
import { panned, placeOfPicture, viewOfPoints, wholePicture, zoomedAt } from './large-view.ts';

const picture = { width: 1000, height: 500 };
const pane = { width: 400, height: 400 };

it('shows the whole picture in the middle of the pane', () => {
  expect(placeOfPicture(wholePicture, picture, pane)).toEqual({ left: 0, top: 100, width: 400, height: 200 });
});

it('zooms about a place that stays where it is', () => {
  const at = { x: 100, y: 150 };
  const before = placeOfPicture(wholePicture, picture, pane);
  const view = zoomedAt(wholePicture, 3, at, picture, pane);
  const after = placeOfPicture(view, picture, pane);
  expect(after.width).toBeCloseTo(1200, 9);
  expect((at.x - after.left) / after.width).toBeCloseTo((at.x - before.left) / before.width, 9);
  expect((at.y - after.top) / after.height).toBeCloseTo((at.y - before.top) / before.height, 9);
  expect(zoomedAt(view, 0.001, at, picture, pane)).toEqual(wholePicture);
});

it('pans with the hand, and never off the picture', () => {
  const view = { zoom: 4, x: 0.5, y: 0.5 };
  const before = placeOfPicture(view, picture, pane);
  expect(placeOfPicture(panned(view, { x: 30, y: -10 }, picture, pane), picture, pane)).toMatchObject({
    left: expect.closeTo(before.left + 30, 9) as number,
    top: expect.closeTo(before.top - 10, 9) as number,
  });
  expect(panned(view, { x: 1e6, y: 0 }, picture, pane).x).toBe(0);
});

it('brings a face into the pane whole', () => {
  const face = [{ x: 600, y: 200 }, null, { x: 700, y: 300 }];
  const { left, top, width, height } = placeOfPicture(viewOfPoints(face, picture, pane), picture, pane);
  for (const point of face) {
    if (!point) continue;
    const [x, y] = [left + (point.x / 1000) * width, top + (point.y / 500) * height];
    expect(x > 0 && x < 400 && y > 0 && y < 400).toBe(true);
  }
  expect(width).toBeCloseTo((400 / 150) * 1000, 6);
  expect(viewOfPoints([null], picture, pane)).toEqual(wholePicture);
});
