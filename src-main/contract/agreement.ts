import { z } from 'zod';
import type { Measures } from './evaluation.ts';
import { agreementIdSchema, imageFilterSchema, type ImageFilter } from './images.ts';

export const agreementReferenceSchema = z.object({ agreement: agreementIdSchema });

export const startAgreementSchema = z.object({
  /** How many images are labelled a second time. */
  images: z.int().min(1).max(10_000),
  /** Of which images they are drawn; rejected ones and those without a label never are. */
  filter: imageFilterSchema.default({ status: 'done' }),
  seed: z.int().nonnegative().default(1),
});

/**
 * A blind second labelling of a sample of images. `under way`: windows show it in place of the ground truth, whose labels
 * of the sample nobody sees meanwhile. `paused`: it waits to be continued. `finished`: nothing of it changes any more.
 */
export interface AgreementSummary {
  id: number;
  state: 'under way' | 'paused' | 'finished';
  /** ISO 8601. */
  startedAt: string;
  finishedAt: string | null;
  seed: number;
  filter: ImageFilter;
  images: number;
  /** Images said to be done: these count. */
  done: number;
}

/** How far the second labelling of one landmark lies from the first, px of the original images. */
export interface LandmarkDeviation {
  index: number;
  name: string;
  group: string;
  /** Faces on which both labellings have it; without any, the figures are null. */
  faces: number;
  meanPx: number | null;
  medianPx: number | null;
  p95Px: number | null;
  /** Sample standard deviation of the distance; null of fewer than two faces. */
  deviationPx: number | null;
  /** Mean over faces of the distance over that of the outer eye corners, a fraction; null without that. */
  nme: number | null;
  /** The same distance, and the mean shift from the first place to the second, both in the frame of the mean face. */
  onMeanFace: { distance: number; shift: [x: number, y: number] } | null;
}

export interface FaceDeviation {
  imageId: number;
  name: string;
  version: string;
  meanPx: number;
  nme: number | null;
  /** The landmark furthest off. */
  worst: { name: string; px: number };
}

/** The two labellings side by side: how far one person is from themselves, which no network can be expected to beat. */
export interface AgreementResult {
  agreement: AgreementSummary;
  /** Images and faces that are compared. */
  images: number;
  faces: number;
  landmarksCompared: number;
  /** The second labelling measured against the first as a run's prediction is; null where nothing can be compared. */
  measures: Measures | null;
  /** Sample standard deviation over the faces of each face's mean distance in px, and of its NME; null of fewer than two. */
  spread: { meanErrorPx: number | null; nmeInterOcular: number | null };
  landmarks: LandmarkDeviation[];
  /** Each compared face, the furthest off first. */
  worst: FaceDeviation[];
  /** The project's mean face, centred and of size 1, one for each landmark of the schema; null where none has it. */
  meanFace: ([x: number, y: number] | null)[];
  /** Images, faces or landmarks that are not counted, and why. */
  excluded: { reason: string; count: number }[];
}

/** What the labeller's own second labelling measures to on what a run learned: the newest finished agreement. */
export interface ErrorFloor {
  agreement: number;
  finishedAt: string;
  images: number;
  faces: number;
  measures: Measures;
  /** By what the run's own NME is divided by, a fraction; null where nothing can be divided by. */
  nme: number | null;
}
