import { faceBox, seenPart, type Box, type CropInput, type Snapshot } from '../../contract/index.ts';

/**
 * The mean training shape: for each learned landmark the mean of x/W and y/H over the snapshot's training entries where
 * it is not absent, as [x/W, y/H] of what the input sees after one another. Its centre for a landmark that no training entry has.
 */
export function meanTrainingShape(snapshot: Snapshot, learned: readonly number[], input: CropInput): Float64Array {
  const sums = new Float64Array(2 * learned.length);
  const counts = new Uint32Array(learned.length);
  for (const { part, landmarks, box, width, height } of snapshot.images) {
    if (part !== 'train') continue;
    const seen = seenPart(input, { width, height }, faceBox(box, landmarks));
    for (const [column, index] of learned.entries()) {
      const point = landmarks[index];
      if (!point) continue;
      sums[2 * column] = (sums[2 * column] ?? 0) + (point[0] - seen.x) / seen.width;
      sums[2 * column + 1] = (sums[2 * column + 1] ?? 0) + (point[1] - seen.y) / seen.height;
      counts[column] = (counts[column] ?? 0) + 1;
    }
  }
  return sums.map((sum, place) => {
    const count = counts[place >> 1] ?? 0;
    return count === 0 ? 0.5 : sum / count;
  });
}

/** Answers the mean shape (x/W, y/H of what is seen) for faces of which those parts of the image are seen: rows × columns × 2, px. */
export function meanShapeInPixels(shape: Float64Array, seen: readonly Box[]): Float64Array {
  const places = new Float64Array(seen.length * shape.length);
  for (const [row, { x, y, width, height }] of seen.entries())
    for (const [place, part] of shape.entries())
      places[row * shape.length + place] = place % 2 === 0 ? x + part * width : y + part * height;
  return places;
}
