import type { Snapshot } from '../../contract/index.ts';

/**
 * The mean training shape: for each learned landmark the mean of x/W and y/H over the snapshot's training entries where
 * it is not absent, as [x/W, y/H] after one another. The centre of the image for a landmark that no training entry has.
 */
export function meanTrainingShape(snapshot: Snapshot, learned: readonly number[]): Float64Array {
  const sums = new Float64Array(2 * learned.length);
  const counts = new Uint32Array(learned.length);
  for (const { part, landmarks, width, height } of snapshot.images) {
    if (part !== 'train') continue;
    for (const [column, index] of learned.entries()) {
      const point = landmarks[index];
      if (!point) continue;
      sums[2 * column] = (sums[2 * column] ?? 0) + point[0] / width;
      sums[2 * column + 1] = (sums[2 * column + 1] ?? 0) + point[1] / height;
      counts[column] = (counts[column] ?? 0) + 1;
    }
  }
  return sums.map((sum, place) => {
    const count = counts[place >> 1] ?? 0;
    return count === 0 ? 0.5 : sum / count;
  });
}

/** Answers the mean shape (x/W, y/H) for images of the given sizes (rows × 2): rows × columns × 2, px. */
export function meanShapeInPixels(shape: Float64Array, sizes: Float64Array): Float64Array {
  const rows = sizes.length / 2;
  const places = new Float64Array(rows * shape.length);
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < shape.length; place++)
      places[row * shape.length + place] = (shape[place] ?? NaN) * (sizes[2 * row + (place & 1)] ?? NaN);
  return places;
}
