import type { Landmark, Measures } from '../../contract/index.ts';

/** Landmarks of many images as flat tables: row i is an image, column k a learned landmark; all places in px of the original image. */
export interface FaceTable {
  /** Images. */
  rows: number;
  /** Learned landmarks. */
  columns: number;
  /** rows × columns × 2: x, y. What stands where `present` is 0 means nothing. */
  places: Float64Array;
  /** rows × columns: 1 unless the landmark is absent in the image. */
  present: Uint8Array;
  /** rows × 2: width, height. */
  sizes: Float64Array;
  /** rows: distance of the outer eye corners; NaN where there is none to divide by. */
  eyeDistances: Float64Array;
}

/**
 * Errors of predicted places (rows × columns × 2, px of the original image) against the ground truth. Definitions, with
 * d = predicted - true over all landmarks that are not absent, pooled over the images:
 * - `mse`: mean of (dx/W)² and (dy/H)², the class project's loss;
 * - `meanErrorPx`, `medianErrorPx`, `p95ErrorPx`: of |d|; percentiles interpolate linearly between ranks;
 * - `rmseXPx`, `rmseYPx`: root of the mean of dx², of dy²;
 * - `nmeInterOcular`: mean over images of (mean of |d| in the image, divided by the distance of the outer eye corners)
 *   as 300-W and HRNet define it, a fraction; images without that distance are left out, null when none has one.
 * Everything is NaN when no landmark is present.
 */
export function measure(truth: FaceTable, predicted: Float64Array): Measures {
  const { rows, columns, places, present, sizes, eyeDistances } = truth;
  const distances = new Float64Array(rows * columns);
  let count = 0;
  let squaresX = 0;
  let squaresY = 0;
  let relativeSquares = 0;
  let total = 0;
  let normalised = 0;
  let normalisedImages = 0;
  for (let row = 0; row < rows; row++) {
    const width = sizes[2 * row] ?? NaN;
    const height = sizes[2 * row + 1] ?? NaN;
    let imageTotal = 0;
    let imageCount = 0;
    for (let cell = row * columns; cell < (row + 1) * columns; cell++) {
      if (present[cell] === 0) continue;
      const dx = (predicted[2 * cell] ?? NaN) - (places[2 * cell] ?? NaN);
      const dy = (predicted[2 * cell + 1] ?? NaN) - (places[2 * cell + 1] ?? NaN);
      squaresX += dx * dx;
      squaresY += dy * dy;
      relativeSquares += (dx / width) ** 2 + (dy / height) ** 2;
      const distance = Math.sqrt(dx * dx + dy * dy);
      distances[count++] = distance;
      imageTotal += distance;
      imageCount++;
    }
    total += imageTotal;
    const eyeDistance = eyeDistances[row] ?? NaN;
    if (imageCount > 0 && !Number.isNaN(eyeDistance)) {
      normalised += imageTotal / imageCount / eyeDistance;
      normalisedImages++;
    }
  }
  const sorted = distances.subarray(0, count).sort();
  return {
    mse: relativeSquares / (2 * count),
    meanErrorPx: total / count,
    medianErrorPx: percentile(sorted, 0.5),
    p95ErrorPx: percentile(sorted, 0.95),
    rmseXPx: Math.sqrt(squaresX / count),
    rmseYPx: Math.sqrt(squaresY / count),
    nmeInterOcular: normalisedImages === 0 ? null : normalised / normalisedImages,
  };
}

/** The value below which `share` (0..1) of the sorted values lie, linear between ranks 0..n-1 (NumPy's default); NaN of none. */
export function percentile(sorted: Float64Array, share: number): number {
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? NaN;
  const above = sorted[Math.ceil(rank)] ?? NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Mean distance in px over the landmarks of one instance that are not absent; null when there are none. */
export function meanErrorPx(
  truth: readonly (Landmark | undefined)[],
  predicted: readonly (readonly [number, number])[],
): number | null {
  let total = 0;
  let count = 0;
  for (const [index, landmark] of truth.entries()) {
    const point = predicted[index];
    if (!landmark || landmark.visibility === 'absent' || !point) continue;
    total += Math.sqrt((point[0] - landmark.x) ** 2 + (point[1] - landmark.y) ** 2);
    count++;
  }
  return count === 0 ? null : total / count;
}
