import type { Landmark, LandmarkSchema } from '../../contract/index.ts';
import type { CheckedFace, FaceCheck, FaceFinding } from './checked-face.ts';
import { crossingContour } from './crossing-contour.ts';
import { missingLandmarks } from './missing-landmarks.ts';
import { offShape } from './off-shape.ts';
import { outsideImage } from './outside-image.ts';
import { samePlace } from './same-place.ts';
import { ShapeFitter } from './shape-fitter.ts';
import { findSwapped, swappedSides, withSwapped } from './swapped-sides.ts';
import { shapeOf, type UsualFaces } from './usual-faces.ts';

/** What says best what is wrong comes first. */
const checks: readonly FaceCheck[] = [
  swappedSides,
  samePlace,
  crossingContour,
  offShape,
  outsideImage,
  missingLandmarks,
];

/** All checks that look at one face alone, against what is usual in its project. */
export class FaceChecker {
  readonly #schema: LandmarkSchema;
  readonly #usual: UsualFaces;
  readonly #fitter: ShapeFitter;

  constructor(schema: LandmarkSchema, usual: UsualFaces) {
    this.#schema = schema;
    this.#usual = usual;
    this.#fitter = new ShapeFitter(usual.model);
  }

  /** `landmarks`: px, one for each of the schema. A fix keeps what is occluded occluded. */
  check(image: { width: number; height: number }, landmarks: readonly Landmark[]): FaceFinding[] {
    const asIs = shapeOf(landmarks);
    const { swapped, fit } = findSwapped(this.#schema, asIs, this.#fitter, this.#usual);
    const claimed = new Set(swapped.flat());
    const face: CheckedFace = {
      image,
      schema: this.#schema,
      shape: withSwapped(asIs, swapped),
      usual: this.#usual,
      fit,
      swapped,
      claimed,
    };
    return checks.flatMap((check) => {
      const found = check(face);
      for (const { kind, landmarks: named } of found)
        if (kind === 'same place' || kind === 'crossing contour')
          for (const index of named) if (fit?.off.has(index)) claimed.add(index);
      return found.map((finding) => ({ ...finding, fix: asSeen(finding, landmarks) }));
    });
  }
}

/** The fix with each landmark as visible as it was; one that was absent is visible then. */
function asSeen({ fix }: FaceFinding, landmarks: readonly Landmark[]): FaceFinding['fix'] {
  if (fix?.kind !== 'move landmarks') return fix;
  const moved = fix.landmarks.map(({ index, landmark }) => {
    const was = landmarks[index]?.visibility ?? 'visible';
    return { index, landmark: { ...landmark, visibility: was === 'absent' ? ('visible' as const) : was } };
  });
  return { ...fix, landmarks: moved };
}
