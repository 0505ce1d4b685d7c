import { describe, expect, it } from 'vitest';
import {
  aligned,
  boundsOf,
  boxBetween,
  boxMap,
  centroidOf,
  degreesBetween,
  distributed,
  resized,
  rotation,
  scaling,
} from './geometry.ts';

const box = { x: 10, y: 20, width: 40, height: 20 };
const plain = { keepShape: false, aboutMiddle: false };

it('finds the bounds of points, and none of no points', () => {
  expect(
    boundsOf([
      { x: 5, y: 9 },
      { x: -1, y: 10 },
      { x: 2, y: 3 },
    ]),
  ).toEqual({ x: -1, y: 3, width: 6, height: 7 });
  expect(boundsOf([])).toBeNull();
});

it('rotates clockwise as seen, and tells the degrees a pointer went round', () => {
  const turned = rotation({ x: 1, y: 1 }, 90)({ x: 3, y: 1 });
  expect(turned.x).toBeCloseTo(1);
  expect(turned.y).toBeCloseTo(3);
  expect(degreesBetween({ x: 1, y: 1 }, { x: 3, y: 1 }, { x: 1, y: 3 })).toBeCloseTo(90);
  // Past the left, where the angle itself jumps.
  expect(degreesBetween({ x: 0, y: 0 }, { x: -10, y: 1 }, { x: -10, y: -1 })).toBeCloseTo(11.42, 1);
});

it('leaves the mean where it is when turned and scaled about it, so that keys come back', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 9, y: 1 },
    { x: 3, y: 8 },
  ];
  let places = points;
  for (const degrees of [1, 1, 1, -1, -1, -1]) places = places.map(rotation(centroidOf(places), degrees));
  for (const factor of [1.01, 1 / 1.01]) places = places.map(scaling(centroidOf(places), factor));
  places.forEach((place, index) => {
    expect(place.x).toBeCloseTo(points[index]?.x ?? NaN, 9);
    expect(place.y).toBeCloseTo(points[index]?.y ?? NaN, 9);
  });
});

describe('a pulled box', () => {
  it('keeps what lies opposite', () => {
    expect(resized(box, 'e', { x: 10, y: 5 }, plain)).toEqual({ x: 10, y: 20, width: 50, height: 20 });
    expect(resized(box, 'w', { x: 10, y: 5 }, plain)).toEqual({ x: 20, y: 20, width: 30, height: 20 });
    expect(resized(box, 'nw', { x: -4, y: -2 }, plain)).toEqual({ x: 6, y: 18, width: 44, height: 22 });
  });

  it('keeps its middle where asked, and a corner its proportions', () => {
    expect(resized(box, 's', { x: 0, y: 5 }, { ...plain, aboutMiddle: true })).toEqual({
      x: 10,
      y: 15,
      width: 40,
      height: 30,
    });
    expect(resized(box, 'se', { x: 40, y: 20 }, { ...plain, keepShape: true })).toEqual({
      x: 10,
      y: 20,
      width: 80,
      height: 40,
    });
  });

  it('never turns inside out', () => {
    const small = resized(box, 'se', { x: -500, y: -500 }, plain);
    expect(small.width).toBeCloseTo(0.8);
    expect(small.height).toBeCloseTo(0.4);
    expect([small.x, small.y]).toEqual([10, 20]);
  });
});

it('takes points with a box, also where it has no extent', () => {
  const to = { x: 0, y: 0, width: 80, height: 10 };
  expect(boxMap(box, to)({ x: 30, y: 30 })).toEqual({ x: 40, y: 5 });
  expect(boxMap({ ...box, width: 0 }, to)({ x: 12, y: 20 })).toEqual({ x: 2, y: 0 });
  expect(boxBetween({ x: 5, y: 1 }, { x: 2, y: 9 })).toEqual({ x: 2, y: 1, width: 3, height: 8 });
});

it('aligns in a row and in a column, and spreads along the line from first to last', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 30, y: 12 },
    { x: 10, y: 3 },
  ];
  expect(aligned(points, 'row')).toEqual([
    { x: 0, y: 5 },
    { x: 30, y: 5 },
    { x: 10, y: 5 },
  ]);
  expect(aligned(points, 'column').map(({ x }) => Math.round(x))).toEqual([13, 13, 13]);
  expect(distributed(points)).toEqual([
    { x: 0, y: 0 },
    { x: 30, y: 12 },
    { x: 15, y: 6 },
  ]);
});
