import type { FaceTable } from './measures.ts';

/** COCO's sigmas of a person's 17 keypoints, in its order (pycocotools, cocoeval). */
const cocoSigmas = [26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89].map((part) => part / 1000);

/** Of a face without a mask the area is this part of its box (Ultralytics). */
const areaOfBox = 0.53;

/** What pycocotools adds to an area: Number.EPSILON of a float64. */
const spacing = Number.EPSILON;

/** The sigma of each column's landmark: COCO's own for its 17 keypoints, else one over the schema's landmarks (Ultralytics). */
export function sigmasOf(
  schema: { name: string; landmarks: readonly unknown[] },
  indices: readonly number[],
): number[] {
  const known = isCoco(schema) ? cocoSigmas : [];
  return indices.map((index) => known[index] ?? 1 / schema.landmarks.length);
}

export function sigmaWords(schema: { name: string; landmarks: readonly unknown[] }): string {
  return isCoco(schema) ? "COCO's" : `1/${schema.landmarks.length} for every landmark`;
}

function isCoco({ name, landmarks }: { name: string; landmarks: readonly unknown[] }): boolean {
  return name === 'person-17' && landmarks.length === cocoSigmas.length;
}

/**
 * Percentage of correct keypoints as mmpose's keypoint_pck_accuracy: of each landmark the share of faces on which
 * ‖(dx/w, dy/h)‖ < `part`, strictly, then the mean over the landmarks that any face has. Faces without a box are left out.
 *
 * @param boxes rows × 2: width, height, px
 * @returns null when nothing is left
 */
export function pck(truth: FaceTable, predicted: Float64Array, boxes: Float64Array, part: number): number | null {
  const { rows, columns } = truth;
  const [near, all] = [new Float64Array(columns), new Float64Array(columns)];
  for (let row = 0; row < rows; row++) {
    const [width, height] = [boxes[2 * row] ?? NaN, boxes[2 * row + 1] ?? NaN];
    if (Number.isNaN(width)) continue;
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (truth.present[cell] === 0) continue;
      const x = ((predicted[2 * cell] ?? NaN) - (truth.places[2 * cell] ?? NaN)) / width;
      const y = ((predicted[2 * cell + 1] ?? NaN) - (truth.places[2 * cell + 1] ?? NaN)) / height;
      all[column] = (all[column] ?? 0) + 1;
      if (Math.sqrt(x * x + y * y) < part) near[column] = (near[column] ?? 0) + 1;
    }
  }
  const shares = [...all].flatMap((count, column) => (count > 0 ? [(near[column] ?? 0) / count] : []));
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/**
 * Mean object keypoint similarity over faces, as pycocotools' computeOks: of a face the mean over its landmarks of
 * exp(-d² / ((2σ)² · (area + ε) · 2)). Faces without a box or a landmark are left out.
 *
 * @returns null when nothing is left
 */
export function oks(
  truth: FaceTable,
  predicted: Float64Array,
  boxes: Float64Array,
  sigmas: readonly number[],
): number | null {
  const { rows, columns } = truth;
  let [total, faces] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const area = areaOfBox * (boxes[2 * row] ?? NaN) * (boxes[2 * row + 1] ?? NaN);
    if (Number.isNaN(area)) continue;
    let [similarity, count] = [0, 0];
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (truth.present[cell] === 0) continue;
      const dx = (predicted[2 * cell] ?? NaN) - (truth.places[2 * cell] ?? NaN);
      const dy = (predicted[2 * cell + 1] ?? NaN) - (truth.places[2 * cell + 1] ?? NaN);
      const variance = (2 * (sigmas[column] ?? NaN)) ** 2;
      similarity += Math.exp(-(dx * dx + dy * dy) / variance / (area + spacing) / 2);
      count++;
    }
    if (count === 0) continue;
    total += similarity / count;
    faces++;
  }
  return faces === 0 ? null : total / faces;
}
