import { expect, it } from 'vitest';
import { handleAt, handlesOf, stageBox } from './handles.ts';

const box = { x: 100, y: 100, width: 200, height: 100 };
const frame = { canRotate: true, insideMoves: false };

it('takes a box of the image to the stage, grown by CSS px whatever the zoom', () => {
  expect(stageBox({ x: 10, y: 20, width: 30, height: 40 }, { zoom: 2, x: 5, y: 6 }, 14)).toEqual({
    x: 11,
    y: 32,
    width: 88,
    height: 108,
  });
});

it('finds corners, sides, the one that rotates, and the border that moves', () => {
  expect(handleAt(box, { x: 103, y: 97 }, frame)).toBe('nw');
  expect(handleAt(box, { x: 300, y: 152 }, frame)).toBe('e');
  expect(handleAt(box, { x: 200, y: 76 }, frame)).toBe('rotate');
  expect(handleAt(box, { x: 200, y: 76 }, { ...frame, canRotate: false })).toBeNull();
  expect(handleAt(box, { x: 150, y: 103 }, frame)).toBe('move');
});

it('leaves the inside to the picture, unless it is a box that is moved by it', () => {
  expect(handleAt(box, { x: 160, y: 140 }, frame)).toBeNull();
  expect(handleAt(box, { x: 160, y: 140 }, { ...frame, insideMoves: true })).toBe('move');
  expect(handleAt(box, { x: 90, y: 140 }, { ...frame, insideMoves: true })).toBeNull();
});

it('has no handle in the middle of a short side', () => {
  const names = handlesOf({ ...box, height: 30 }, false).map(({ handle }) => handle);
  expect(names).toEqual(['nw', 'n', 'ne', 'se', 's', 'sw']);
});
