import type { TimeSlices } from '../jobs/time-slices.ts';

/** A point that was picked. */
export interface Pick {
  /** Of the points. */
  index: number;
  /** To the nearest centre of that moment; Infinity where there was none. */
  distance: number;
  /** That centre: one that was there, or an earlier pick; null where there was none. */
  nearest: { of: 'centres' | 'picks'; index: number } | null;
}

/**
 * K-centre greedy (Sener and Savarese, 2018, arXiv 1708.00489, algorithm 1): picks, one after another, the point that is farthest
 * from all centres, which is one from then on; so that no point stays far from what was picked. Of points as far the first. Where there
 * is no centre yet, the first is the point nearest to the mean of all. Euclidean distances.
 *
 * @param points and `centres` (n, d)
 * @returns at most `count` picks, in their order
 */
export async function kCentre(
  points: readonly Float32Array[],
  centres: readonly Float32Array[],
  count: number,
  slices: TimeSlices,
): Promise<Pick[]> {
  const nearest = points.map((): { distance: number; of: Pick['nearest'] } => ({ distance: Infinity, of: null }));
  const picked = new Set<number>();
  const take = async (centre: Float32Array, of: NonNullable<Pick['nearest']>): Promise<void> => {
    for (const [index, known] of nearest.entries()) {
      if (picked.has(index)) continue;
      const distance = squaredDistance(points[index] ?? centre, centre);
      if (distance < known.distance) Object.assign(known, { distance, of });
      if (index % 1000 === 999) await slices.rest();
    }
    await slices.rest();
  };
  for (const [index, centre] of centres.entries()) await take(centre, { of: 'centres', index });
  const picks: Pick[] = [];
  while (picks.length < Math.min(count, points.length)) {
    const index = picks.length + centres.length === 0 ? nearestToMean(points) : farthest(nearest, picked);
    const known = nearest[index];
    const point = points[index];
    if (!known || !point) break;
    picks.push({ index, distance: Math.sqrt(known.distance), nearest: known.of });
    picked.add(index);
    await take(point, { of: 'picks', index: picks.length - 1 });
  }
  return picks;
}

/** For each point the distance to the nearest centre; Infinity where there is none. */
export async function distancesTo(
  points: readonly Float32Array[],
  centres: readonly Float32Array[],
  slices: TimeSlices,
): Promise<number[]> {
  const distances: number[] = [];
  for (const point of points) {
    let least = Infinity;
    for (const centre of centres) least = Math.min(least, squaredDistance(point, centre));
    distances.push(Math.sqrt(least));
    await slices.rest();
  }
  return distances;
}

function farthest(nearest: readonly { distance: number }[], picked: ReadonlySet<number>): number {
  let [best, at] = [-1, -1];
  for (const [index, { distance }] of nearest.entries())
    if (distance > best && !picked.has(index)) [best, at] = [distance, index];
  return at;
}

function nearestToMean(points: readonly Float32Array[]): number {
  const mean = new Float32Array(points[0]?.length ?? 0);
  for (const point of points)
    for (const [place, value] of point.entries()) mean[place] = (mean[place] ?? 0) + value / points.length;
  let [least, at] = [Infinity, 0];
  for (const [index, point] of points.entries()) {
    const distance = squaredDistance(point, mean);
    if (distance < least) [least, at] = [distance, index];
  }
  return at;
}

function squaredDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let place = 0; place < one.length; place += 1) {
    const apart = (one[place] ?? 0) - (other[place] ?? 0);
    sum += apart * apart;
  }
  return sum;
}
