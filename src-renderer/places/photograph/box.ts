import type { Box } from '../../../src-main/contract/index.ts';

export interface Size {
  width: number;
  height: number;
}

export interface Place {
  x: number;
  y: number;
}

/** What of a box is held: -1 its left (upper) edge, 1 its right (lower) one, 0 neither; both 0 is the box itself. */
export interface Grip {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

/** px; less than this is no face, but a hand that slipped. */
export const leastSide = 8;

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/** A box in whole px within the image, no smaller than `leastSide` where the image allows that. */
export function insideImage(box: Box, image: Size): Box {
  const width = Math.round(between(Math.min(leastSide, image.width), box.width, image.width));
  const height = Math.round(between(Math.min(leastSide, image.height), box.height, image.height));
  return {
    x: Math.round(between(0, box.x, image.width - width)),
    y: Math.round(between(0, box.y, image.height - height)),
    width,
    height,
  };
}

/** The box with these two corners, cut at the image's edges; null when it is too small to be meant. */
export function boxBetween(from: Place, to: Place, image: Size): Box | null {
  const [left, right] = [from.x, to.x].map((x) => between(0, x, image.width)).sort((a, b) => a - b) as [number, number];
  const [top, bottom] = [from.y, to.y].map((y) => between(0, y, image.height)).sort((a, b) => a - b) as [
    number,
    number,
  ];
  const [width, height] = [right - left, bottom - top];
  return width < leastSide || height < leastSide ? null : insideImage({ x: left, y: top, width, height }, image);
}

/** What of a box is at a place: an edge or corner nearer than `reach` px, its inside, or nothing. */
export function gripAt(box: Box, at: Place, reach: number): Grip | null {
  const along = (value: number, start: number, length: number): -1 | 0 | 1 | null => {
    if (value < start - reach || value > start + length + reach) return null;
    const [toStart, toEnd] = [Math.abs(value - start), Math.abs(value - start - length)];
    if (Math.min(toStart, toEnd) > Math.min(reach, length / 3) && value > start && value < start + length) return 0;
    return toStart < toEnd ? -1 : 1;
  };
  const [x, y] = [along(at.x, box.x, box.width), along(at.y, box.y, box.height)];
  return x === null || y === null ? null : { x, y };
}

/** The box after its grip was dragged by so many px: moved whole, or with the held edges elsewhere. */
export function dragged(box: Box, grip: Grip, by: Place, image: Size): Box {
  if (grip.x === 0 && grip.y === 0) return insideImage({ ...box, x: box.x + by.x, y: box.y + by.y }, image);
  const edges = (start: number, length: number, held: -1 | 0 | 1, distance: number, most: number): [number, number] => {
    const end = start + length;
    if (held === -1) return [between(0, start + distance, end - leastSide), end];
    if (held === 1) return [start, between(start + leastSide, end + distance, most)];
    return [start, end];
  };
  const [left, right] = edges(box.x, box.width, grip.x, by.x, image.width);
  const [top, bottom] = edges(box.y, box.height, grip.y, by.y, image.height);
  return insideImage({ x: left, y: top, width: right - left, height: bottom - top }, image);
}

/** Made larger or smaller about its centre. */
export function sized(box: Box, by: Place, image: Size): Box {
  const width = between(leastSide, box.width + by.x, image.width);
  const height = between(leastSide, box.height + by.y, image.height);
  return insideImage(
    { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height },
    image,
  );
}

/** Where a box begins that no hand has drawn: a square in the middle, half as long as the image's shorter side. */
export function firstBox(image: Size): Box {
  const side = Math.min(image.width, image.height) / 2;
  return insideImage({ x: (image.width - side) / 2, y: (image.height - side) / 2, width: side, height: side }, image);
}

/** The part of the image to show close up: around the face, with some air; the whole image where none is known. */
export function closeUpOf(face: Box | null, image: Size): Box {
  if (!face) return { x: 0, y: 0, width: image.width, height: image.height };
  const air = 0.25 * Math.max(face.width, face.height, leastSide);
  return { x: face.x - air, y: face.y - air, width: face.width + 2 * air, height: face.height + 2 * air };
}

/** The extent of points; null when there are fewer than two. */
export function extentOf(points: readonly Place[]): Box | null {
  if (points.length < 2) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
