import { describe, expect, it } from 'vitest';
import { boxBetween, closeUpOf, dragged, extentOf, firstBox, gripAt, insideImage, sized } from './box.ts';

const image = { width: 400, height: 300 };
const box = { x: 100, y: 50, width: 200, height: 100 };

describe('a box drawn by hand', () => {
  it('has the two corners in whichever order, and ends at the edges of the image', () => {
    const drawn = { x: 10, y: 20, width: 90, height: 60 };
    expect(boxBetween({ x: 10, y: 20 }, { x: 100, y: 80 }, image)).toEqual(drawn);
    expect(boxBetween({ x: 100, y: 20 }, { x: 10, y: 80 }, image)).toEqual(drawn);
    expect(boxBetween({ x: 380, y: 250 }, { x: 900, y: -40 }, image)).toEqual({ x: 380, y: 0, width: 20, height: 250 });
  });

  it('is none when the hand slipped', () => {
    expect(boxBetween({ x: 10, y: 20 }, { x: 14, y: 200 }, image)).toBeNull();
  });
});

describe('what of a box is held', () => {
  it.each([
    ['its inside', { x: 200, y: 100 }, { x: 0, y: 0 }],
    ['the left edge', { x: 97, y: 100 }, { x: -1, y: 0 }],
    ['the lower edge', { x: 200, y: 153 }, { x: 0, y: 1 }],
    ['a corner', { x: 302, y: 48 }, { x: 1, y: -1 }],
    ['nothing', { x: 320, y: 100 }, null],
  ])('%s', (_, at, grip) => {
    expect(gripAt(box, at, 5)).toEqual(grip);
  });

  it('can be its inside however small the box is on the screen', () => {
    expect(gripAt({ x: 0, y: 0, width: 12, height: 12 }, { x: 6, y: 6 }, 50)).toEqual({ x: 0, y: 0 });
  });
});

describe('a box that is dragged', () => {
  it('moves whole and stays in the image', () => {
    expect(dragged(box, { x: 0, y: 0 }, { x: 10, y: -10 }, image)).toEqual({ ...box, x: 110, y: 40 });
    expect(dragged(box, { x: 0, y: 0 }, { x: 999, y: 999 }, image)).toEqual({ ...box, x: 200, y: 200 });
  });

  it('keeps the edges that are not held, and never turns inside out', () => {
    expect(dragged(box, { x: 1, y: 0 }, { x: 30, y: 30 }, image)).toEqual({ ...box, width: 230 });
    expect(dragged(box, { x: -1, y: -1 }, { x: -20, y: 20 }, image)).toEqual({ x: 80, y: 70, width: 220, height: 80 });
    expect(dragged(box, { x: -1, y: 0 }, { x: 500, y: 0 }, image)).toEqual({ ...box, x: 292, width: 8 });
    expect(dragged(box, { x: 1, y: 0 }, { x: 500, y: 0 }, image)).toEqual({ ...box, width: 300 });
  });

  it('is sized about its middle', () => {
    expect(sized(box, { x: 20, y: -40 }, image)).toEqual({ x: 90, y: 70, width: 220, height: 60 });
    expect(sized(box, { x: 9999, y: 0 }, image)).toMatchObject({ x: 0, width: 400 });
    expect(sized(box, { x: -9999, y: 0 }, image)).toMatchObject({ width: 8 });
  });
});

it('a typed box is brought into the image, whole px', () => {
  expect(insideImage({ x: -5, y: 290.4, width: 1000, height: 20.6 }, image)).toEqual({
    x: 0,
    y: 279,
    width: 400,
    height: 21,
  });
  expect(insideImage({ x: 0, y: 0, width: 0, height: 0 }, { width: 5, height: 300 })).toMatchObject({
    width: 5,
    height: 8,
  });
});

it('begins in the middle of the image', () => {
  expect(firstBox(image)).toEqual({ x: 125, y: 75, width: 150, height: 150 });
});

describe('close up', () => {
  it('shows the face with air around it, and the whole image where none is known', () => {
    expect(closeUpOf(box, image)).toEqual({ x: 50, y: 0, width: 300, height: 200 });
    expect(closeUpOf(null, image)).toEqual({ x: 0, y: 0, ...image });
  });

  it('needs two points for an extent', () => {
    expect(extentOf([{ x: 1, y: 2 }])).toBeNull();
    expect(
      extentOf([
        { x: 5, y: 2 },
        { x: 1, y: 8 },
      ]),
    ).toEqual({ x: 1, y: 2, width: 4, height: 6 });
  });
});
