import type { Landmark, LandmarkSchema } from '../../contract/index.ts';

/** By what the errors of faces are divided, px; NaN where a face has no such size. Rows are faces. */
export interface FaceSizes {
  interOcular: Float64Array;
  interPupil: Float64Array;
  /** rows × 2: width and height of the tight box around the face's present landmarks. */
  boxes: Float64Array;
}

type Names = Pick<LandmarkSchema, 'landmarks' | 'outerEyeCorners'>;

/**
 * Sizes of faces from all landmarks of the ground truth, also those that a run did not learn. Inter-ocular: the outer eye
 * corners' distance. Inter-pupil: that of the landmarks `left pupil` and `right pupil` (WFLW 96 and 97, COFW 16 and 17), or
 * where there are none of the centres of those named `left eye …` and `right eye …` (300-W: 36..41 and 42..47), all of them
 * present. A size of nothing, or one of absent landmarks, is NaN.
 */
export function faceSizes(faces: readonly (readonly Landmark[])[], schema: Names): FaceSizes {
  const pupils = pupilLandmarks(schema);
  const corners = schema.outerEyeCorners?.map((index) => [index]) ?? null;
  const sizes: FaceSizes = {
    interOcular: new Float64Array(faces.length),
    interPupil: new Float64Array(faces.length),
    boxes: new Float64Array(2 * faces.length),
  };
  for (const [row, landmarks] of faces.entries()) {
    sizes.interOcular[row] = distanceBetween(landmarks, corners);
    sizes.interPupil[row] = distanceBetween(landmarks, pupils);
    sizes.boxes.set(extentOf(landmarks), 2 * row);
  }
  return sizes;
}

/** Whether a schema's landmarks say where two pupils are. */
export function namesPupils(schema: Names): boolean {
  return pupilLandmarks(schema) !== null;
}

/** Indices of the landmarks whose centre is each pupil; null where the names do not tell. */
function pupilLandmarks({ landmarks }: Names): number[][] | null {
  const indicesOf = (isMeant: (name: string) => boolean): number[] =>
    landmarks.flatMap(({ name }, index) => (isMeant(name) ? [index] : []));
  const pair = (named: (side: string) => (name: string) => boolean): number[][] | null => {
    const both = ['left', 'right'].map((side) => indicesOf(named(side)));
    return both.every((indices) => indices.length > 0) ? both : null;
  };
  return (
    pair((side) => (name) => name === `${side} pupil`) ??
    pair((side) => (name) => name === `${side} eye` || name.startsWith(`${side} eye `))
  );
}

/** Between the centres of two sets of landmarks. */
function distanceBetween(landmarks: readonly Landmark[], sets: readonly (readonly number[])[] | null): number {
  const [one, other] = (sets ?? []).map((indices) => centreOf(indices.map((index) => landmarks[index])));
  if (!one || !other) return NaN;
  // Nothing divides by nothing.
  return Math.hypot(one[0] - other[0], one[1] - other[1]) || NaN;
}

function centreOf(landmarks: readonly (Landmark | undefined)[]): [number, number] | null {
  let [x, y] = [0, 0];
  for (const landmark of landmarks) {
    if (!landmark || landmark.visibility === 'absent') return null;
    x += landmark.x / landmarks.length;
    y += landmark.y / landmarks.length;
  }
  return [x, y];
}

function extentOf(landmarks: readonly Landmark[]): [width: number, height: number] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y, visibility } of landmarks) {
    if (visibility === 'absent') continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right > left && bottom > top ? [right - left, bottom - top] : [NaN, NaN];
}
