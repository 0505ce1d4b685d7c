import { expect, test } from 'vitest';
import { placeTyped, typedPlace } from './typed-place.ts';

test('a place is offered to a thousandth and read again as it was', () => {
  const typed = typedPlace({ x: 402.123456, y: 7, visibility: 'occluded' });
  expect(typed).toEqual({ x: '402.123', y: '7' });
  expect(placeTyped(typed)).toEqual({ x: 402.123, y: 7 });
  expect(typedPlace({ x: 3, y: 4, visibility: 'absent' })).toEqual({ x: '', y: '' });
});

test('decimals may have a comma, places may lie outside of the image', () => {
  expect(placeTyped({ x: ' 12,25 ', y: '−0.5' })).toEqual({ x: 12.25, y: -0.5 });
});

test.each(['', '12a', '1.2.3', '1e9', 'Infinity', '--1'])('%j is no place', (x) => {
  expect(placeTyped({ x, y: '1' })).toBeNull();
});
