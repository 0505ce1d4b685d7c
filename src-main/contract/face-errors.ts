import { z } from 'zod';
import { comparedOnSchema } from './compared-on.ts';
import type { Normaliser } from './measures.ts';
import { runReferenceSchema } from './runs.ts';

export const faceErrorsSchema = comparedOnSchema.extend({
  run: runReferenceSchema,
  /** Occluded landmarks count as if they were absent. */
  visibleOnly: z.boolean().default(false),
});

/** A face that a run is compared on, without its landmarks. */
export interface ErringFace {
  imageId: number;
  instanceId: number;
  name: string;
  group: string | null;
  /** px of the upright image. */
  width: number;
  height: number;
  version: string;
  /** What its error may be divided by, px; null where it has no such size. */
  sizes: Record<Normaliser, number | null>;
}

/** Every face of a run and how far it is off at each landmark: what lists of faces are ordered by, small enough to be sent at once. */
export interface FaceErrors {
  runId: number;
  /** The learned landmarks in the order of the recipe; `index` is their place in the schema. */
  landmarks: { index: number; name: string }[];
  /** By image, in the order of the project. */
  faces: ErringFace[];
  /** faces × landmarks, px of the original images, NaN for a landmark that is not counted: little-endian float32 in base64. */
  errors: string;
}

export const facePointsSchema = comparedOnSchema.extend({
  run: runReferenceSchema,
  /** As `FaceErrors` has them. */
  instanceIds: z.array(z.int().positive()).min(1).max(500),
});

/** Where the landmarks of some faces are and where a run says they are; a face that is not compared (any more) is not there. */
export interface FacePoints {
  runId: number;
  instanceIds: number[];
  /**
   * faces × 2 × landmarks × [x, y], px of the original images: of each face first the ground truth, NaN where absent, then the
   * prediction. Little-endian float32 in base64.
   */
  points: string;
}
