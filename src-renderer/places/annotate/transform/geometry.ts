import type { Box } from '../../../../src-main/contract/index.ts';
import type { Point } from '../stage/view-transform.ts';

/** Corners and sides of a box, as on a compass. */
export const sides = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Side = (typeof sides)[number];

export type PlaceMap = (point: Point) => Point;

/** A box is not pulled smaller than this part of what it was, so that it never turns inside out. */
const leastPart = 0.02;

/** The least box that holds all points; null of none. */
export function boundsOf(points: readonly Point[]): Box | null {
  if (points.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function middleOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Mean of the points: rotating and scaling about it leaves it where it is, so that keys there and back end where they began. */
export function centroidOf(points: readonly Point[]): Point {
  const count = Math.max(1, points.length);
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / count,
    y: points.reduce((sum, { y }) => sum + y, 0) / count,
  };
}

/** Which way a side lies from the middle: -1, 0 or 1 along x and y. */
export function directionOf(side: Side): Point {
  return {
    x: side.endsWith('w') ? -1 : side.endsWith('e') ? 1 : 0,
    y: side.startsWith('n') ? -1 : side.startsWith('s') ? 1 : 0,
  };
}

/** Rotation about a centre; degrees clockwise as seen, since y points down. */
export function rotation(centre: Point, degrees: number): PlaceMap {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return ({ x, y }) => ({
    x: centre.x + cos * (x - centre.x) - sin * (y - centre.y),
    y: centre.y + sin * (x - centre.x) + cos * (y - centre.y),
  });
}

export function scaling(centre: Point, factor: number): PlaceMap {
  return ({ x, y }) => ({ x: centre.x + factor * (x - centre.x), y: centre.y + factor * (y - centre.y) });
}

/** By how many degrees, clockwise, a place turned about a centre on its way from one to another; within ±180. */
export function degreesBetween(centre: Point, from: Point, to: Point): number {
  const radians = Math.atan2(to.y - centre.y, to.x - centre.x) - Math.atan2(from.y - centre.y, from.x - centre.x);
  const degrees = (radians * 180) / Math.PI;
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

/**
 * A box after one of its corners or sides was pulled (units as the box). What lies opposite stays, or the middle with `aboutMiddle`.
 * With `keepShape` a corner keeps the box's proportions.
 */
export function resized(
  box: Box,
  side: Side,
  by: Point,
  { keepShape, aboutMiddle }: { keepShape: boolean; aboutMiddle: boolean },
): Box {
  const direction = directionOf(side);
  const twice = aboutMiddle ? 2 : 1;
  const factorOf = (size: number, pull: number): number =>
    size === 0 ? 1 : Math.max(leastPart, 1 + (twice * pull) / size);
  let factors = {
    x: factorOf(box.width, direction.x * by.x),
    y: factorOf(box.height, direction.y * by.y),
  };
  if (keepShape && direction.x !== 0 && direction.y !== 0) {
    const diagonal = { x: direction.x * box.width, y: direction.y * box.height };
    const square = diagonal.x ** 2 + diagonal.y ** 2;
    const along = square === 0 ? 0 : (twice * (by.x * diagonal.x + by.y * diagonal.y)) / square;
    const factor = Math.max(leastPart, 1 + along);
    factors = { x: factor, y: factor };
  }
  const [width, height] = [box.width * factors.x, box.height * factors.y];
  const [moreWidth, moreHeight] = [width - box.width, height - box.height];
  return {
    x: box.x - (aboutMiddle ? moreWidth / 2 : direction.x < 0 ? moreWidth : 0),
    y: box.y - (aboutMiddle ? moreHeight / 2 : direction.y < 0 ? moreHeight : 0),
    width,
    height,
  };
}

/** The move and scaling that takes one box to another. Along an axis where it has no extent it is only moved. */
export function boxMap(from: Box, to: Box): PlaceMap {
  const x = from.width === 0 ? 1 : to.width / from.width;
  const y = from.height === 0 ? 1 : to.height / from.height;
  return (point) => ({ x: to.x + (point.x - from.x) * x, y: to.y + (point.y - from.y) * y });
}

/** The box between two corners, whichever they are. */
export function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

export function isWithin(box: Box, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** Points all at their mean height ('row'), or all at their mean distance from the left ('column'). */
export function aligned(points: readonly Point[], along: 'row' | 'column'): Point[] {
  const middle = centroidOf(points);
  return points.map(({ x, y }) => (along === 'row' ? { x, y: middle.y } : { x: middle.x, y }));
}

/**
 * Points at even distances on the straight line between the first and the last along the longer side of their bounds, in the
 * order they had along it.
 */
export function distributed(points: readonly Point[]): Point[] {
  const bounds = boundsOf(points);
  if (!bounds || points.length < 3) return [...points];
  const axis = bounds.width >= bounds.height ? 'x' : 'y';
  const order = points.map((_, index) => index).sort((a, b) => (points[a]?.[axis] ?? 0) - (points[b]?.[axis] ?? 0));
  const [first, last] = [points[order[0] ?? 0], points[order.at(-1) ?? 0]];
  if (!first || !last) return [...points];
  const placed = [...points];
  order.forEach((index, place) => {
    const part = place / (order.length - 1);
    placed[index] = { x: first.x + part * (last.x - first.x), y: first.y + part * (last.y - first.y) };
  });
  return placed;
}
