import { expect, test } from 'vitest';
import { TimeSlices } from '../jobs/time-slices.ts';
import { kCentre } from './k-centre.ts';

/** The same by its definition, all distances computed anew for each pick. */
function byDefinition(points: Float32Array[], centres: Float32Array[], count: number): number[] {
  const picked: number[] = [];
  while (picked.length < Math.min(count, points.length)) {
    const all = [...centres, ...picked.map((index) => points[index]!)];
    const toNearest = points.map((point, index) =>
      picked.includes(index)
        ? -1
        : Math.min(...all.map((centre) => Math.hypot(...point.map((value, place) => value - centre[place]!)))),
    );
    picked.push(toNearest.indexOf(Math.max(...toNearest)));
  }
  return picked;
}

/** Numbers that look random, the same at every call. */
function drawn(count: number, dimensions: number, seed: number): Float32Array[] {
  let state = seed;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, next));
}

test.each([
  [40, 5, 12, 3],
  [25, 1, 25, 8],
  [60, 10, 30, 2],
])('picks of %i points, %i centres: the same %i as by the definition, in %i dimensions', async (n, m, count, d) => {
  for (const seed of [1, 2, 3]) {
    const [points, centres] = [drawn(n, d, seed), drawn(m, d, 100 + seed)];
    const picks = await kCentre(points, centres, count, new TimeSlices());
    expect(picks.map(({ index }) => index)).toEqual(byDefinition(points, centres, count));
    // What is picked later was never farther away.
    const distances = picks.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((one, other) => other - one));
    expect(distances.every(Number.isFinite)).toBe(true);
  }
});

test('says which centre was nearest, and how far', async () => {
  const points = [0, 3, 10].map((x) => Float32Array.of(x, 0));
  const picks = await kCentre(points, [Float32Array.of(-1, 0)], 5, new TimeSlices());
  expect(picks).toEqual([
    { index: 2, distance: 11, nearest: { of: 'centres', index: 0 } },
    { index: 1, distance: 4, nearest: { of: 'centres', index: 0 } },
    { index: 0, distance: 1, nearest: { of: 'centres', index: 0 } },
  ]);
  const [, second] = await kCentre(points, [], 2, new TimeSlices());
  expect(second).toEqual({ index: 2, distance: 7, nearest: { of: 'picks', index: 0 } });
});

test('without a centre it begins with the most ordinary point', async () => {
  const points = [0, 4, 9].map((x) => Float32Array.of(x));
  expect((await kCentre(points, [], 1, new TimeSlices()))[0]).toEqual({ index: 1, distance: Infinity, nearest: null });
  expect(await kCentre([], [], 3, new TimeSlices())).toEqual([]);
});
