import type { Box, Landmark, LandmarkSchema } from '../../../src-main/contract/index.ts';
import { countOf } from '../../app/messages.ts';
import type { FaceState } from './edits.ts';
import type { Point } from './stage/view-transform.ts';

/** Closer than this (px of the image) two positions are the same, and moving there is no edit. */
export const sameWithin = 1e-6;

/** How far a landmark may be (px) from where one transform of all puts it: less than a hand can see, more than rounding makes. */
const fitsWithin = 1e-3;

export const isSameLandmark = (a: Landmark, b: Landmark): boolean =>
  a.visibility === b.visibility && Math.abs(a.x - b.x) < sameWithin && Math.abs(a.y - b.y) < sameWithin;

/** Landmarks in words: the one's name, the whole face, a group by its name, or how many. */
export function wordsForLandmarks(schema: LandmarkSchema, indices: readonly number[]): string {
  const [first] = indices;
  if (first !== undefined && indices.length === 1) return schema.landmarks[first]?.name ?? `landmark ${first + 1}`;
  if (indices.length === schema.landmarks.length) return 'the face';
  const group = first === undefined ? undefined : schema.landmarks[first]?.group;
  const isGroup =
    group !== undefined &&
    indices.every((index) => schema.landmarks[index]?.group === group) &&
    schema.landmarks.filter((landmark) => landmark.group === group).length === indices.length;
  return isGroup ? `${group} (${countOf(indices.length, 'landmark')})` : countOf(indices.length, 'landmark');
}

/**
 * What was done to a face, told from its two states, so that a burst of keys has the words of a drag: moved, rotated and scaled
 * are recognised by the one transform that takes all landmarks from their old places to their new ones.
 */
export function wordsForChange(before: FaceState, after: FaceState, schema: LandmarkSchema): string {
  const changed = after.landmarks.flatMap((landmark, index) => {
    const old = before.landmarks[index];
    return old && !isSameLandmark(old, landmark) ? [{ index, old, landmark }] : [];
  });
  if (changed.length === 0) return wordsForBox(before.box, after.box);
  const what = wordsForLandmarks(
    schema,
    changed.map(({ index }) => index),
  );
  const [first] = changed;
  if (first && changed.some(({ old, landmark }) => old.visibility !== landmark.visibility)) {
    const isOne = changed.every(({ landmark }) => landmark.visibility === first.landmark.visibility);
    return isOne ? `Marked ${what} ${first.landmark.visibility}` : `Changed ${what}`;
  }
  // A landmark that stayed may be the one that all turned about.
  const transform = transformBetween(
    changed.map(({ old }) => old),
    changed.map(({ landmark }) => landmark),
  );
  switch (transform?.kind) {
    case 'moved':
      return `Moved ${what} by ${pxInWords(Math.hypot(transform.by.x, transform.by.y))} px`;
    case 'rotated':
      return `Rotated ${what} by ${degreesInWords(transform.degrees)} degrees`;
    case 'scaled':
      return `Scaled ${what} to ${percentInWords(transform.x, transform.y)} %`;
    case undefined:
      return `Moved ${what}`;
  }
}

const pxInWords = (px: number): string => (px < 0.95 ? px.toFixed(2) : px.toFixed(1));
const degreesInWords = (degrees: number): string => String(Number(degrees.toFixed(1)));
function percentInWords(x: number, y: number): string {
  const [across, down] = [x, y].map((factor) => String(Number((100 * factor).toFixed(1))));
  return across === down ? `${across}` : `${across} × ${down}`;
}

function wordsForBox(before: Box | null, after: Box | null): string {
  if (!after) return 'Took the box away';
  if (!before) return `Drew a box of ${sizeInWords(after)} px`;
  const isMoved =
    Math.abs(before.width - after.width) < sameWithin && Math.abs(before.height - after.height) < sameWithin;
  return isMoved
    ? `Moved the box by ${pxInWords(Math.hypot(after.x - before.x, after.y - before.y))} px`
    : `Resized the box to ${sizeInWords(after)} px`;
}

/** `120 × 140`. */
export function sizeInWords(box: Box): string {
  return `${Math.round(box.width)} × ${Math.round(box.height)}`;
}

type Transform =
  { kind: 'moved'; by: Point } | { kind: 'rotated'; degrees: number } | { kind: 'scaled'; x: number; y: number };

/**
 * The move, rotation or scaling along the axes that takes every old place to its new one within `fitsWithin` px; null when none
 * does. Least squares about the centres of both; degrees clockwise as seen, since y points down.
 */
function transformBetween(old: readonly Point[], now: readonly Point[]): Transform | null {
  const [from, to] = [middleOf(old), middleOf(now)];
  const pairs = old.map((place, index) => {
    const other = now[index] ?? place;
    return { a: { x: place.x - from.x, y: place.y - from.y }, b: { x: other.x - to.x, y: other.y - to.y } };
  });
  const fits = (map: (point: Point) => Point): boolean =>
    pairs.every(({ a, b }) => {
      const mapped = map(a);
      return Math.hypot(mapped.x - b.x, mapped.y - b.y) < fitsWithin;
    });
  if (fits((point) => point)) return { kind: 'moved', by: { x: to.x - from.x, y: to.y - from.y } };
  const sum = (term: (pair: { a: Point; b: Point }) => number): number =>
    pairs.reduce((total, pair) => total + term(pair), 0);
  const angle = Math.atan2(
    sum(({ a, b }) => a.x * b.y - a.y * b.x),
    sum(({ a, b }) => a.x * b.x + a.y * b.y),
  );
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  if (fits(({ x, y }) => ({ x: cos * x - sin * y, y: sin * x + cos * y })))
    return { kind: 'rotated', degrees: (angle * 180) / Math.PI };
  /** Null across a line of landmarks, which tells nothing of that axis. */
  const along = (axis: 'x' | 'y'): number | null => {
    const length = sum(({ a }) => a[axis] ** 2);
    return length < fitsWithin ** 2 ? null : sum(({ a, b }) => a[axis] * b[axis]) / length;
  };
  const [x, y] = [along('x') ?? along('y') ?? 1, along('y') ?? along('x') ?? 1];
  // Any two landmarks fit one factor an axis: that would say nothing.
  const isPlausible = x > 0 && y > 0 && (x === y || old.length > 2);
  return isPlausible && fits((point) => ({ x: x * point.x, y: y * point.y })) ? { kind: 'scaled', x, y } : null;
}

function middleOf(points: readonly Point[]): Point {
  const count = Math.max(1, points.length);
  return {
    x: points.reduce((total, { x }) => total + x, 0) / count,
    y: points.reduce((total, { y }) => total + y, 0) / count,
  };
}
