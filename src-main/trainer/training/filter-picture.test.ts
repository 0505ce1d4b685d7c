import { expect, test } from 'vitest';
import { drawFilters, type FilterPicture } from './filter-picture.ts';

const pixel = ({ pixels, width }: FilterPicture, x: number, y: number): number[] => [
  ...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];
const gray = (value: number): number[] => [value, value, value, 255];

test('zero is mid gray in every filter, its largest weight on either side black or white, each weight a square', () => {
  // Two filters of 2×2: TensorFlow keeps them side by side, weight by weight.
  const kernel = Float32Array.from([0, 0.1, 0.5, -0.2, -1, 0.05, 0.25, 0]);
  const picture = drawFilters(kernel, [2, 2, 1, 2]);
  expect([picture.width, picture.height]).toEqual([64 + 4 + 64, 64]);
  expect([pixel(picture, 0, 0), pixel(picture, 31, 31)]).toEqual([gray(128), gray(128)]);
  expect(pixel(picture, 32, 0)).toEqual(gray(128 + Math.round(63.5)));
  expect(pixel(picture, 0, 32)).toEqual(gray(1));
  expect(pixel(picture, 63, 63)).toEqual(gray(128 + Math.round(31.75)));
  // The other filter is not measured by the first.
  expect([pixel(picture, 68, 0), pixel(picture, 131, 0)]).toEqual([gray(128 + Math.round(63.5)), gray(1)]);
  expect(pixel(picture, 131, 63)).toEqual(gray(128));
});

test('there is nothing between the tiles, and nothing where the last row has none', () => {
  const picture = drawFilters(new Float32Array(25 * 12), [5, 5, 1, 12]);
  expect([picture.width, picture.height]).toEqual([4 * 64 - 4, 3 * 64 - 4]);
  expect(pixel(picture, 60, 0)).toEqual([0, 0, 0, 0]);
  expect(pixel(picture, 64, 63)).toEqual([0, 0, 0, 0]);
  expect(pixel(picture, 64, 64)).toEqual(gray(128));
  const odd = drawFilters(new Float32Array(9 * 3), [3, 3, 1, 3]);
  expect(pixel(odd, odd.width - 1, odd.height - 1)).toEqual([0, 0, 0, 0]);
});

test('filters of colour pictures are drawn in colour, on one scale', () => {
  const picture = drawFilters(Float32Array.from([1, 0, -0.5]), [1, 1, 3, 1]);
  expect(pixel(picture, 5, 5)).toEqual([255, 128, 128 + Math.round(-63.5), 255]);
});

test('thousands of filters stay a picture of moderate size, with a px a weight', () => {
  const many = drawFilters(new Float32Array(25 * 4096), [5, 5, 1, 4096]);
  expect(many.width).toBeLessThanOrEqual(1024);
  const large = drawFilters(new Float32Array(31 * 31 * 1024), [31, 31, 1, 1024]);
  expect(large.width).toBe(32 * (31 + 4) - 4);
});
