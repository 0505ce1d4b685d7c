import { z } from 'zod';
import { imageFilterSchema } from './images.ts';
import type { ErrorFloor } from './agreement.ts';
import { comparedOnSchema } from './compared-on.ts';
import { boxSchema } from './geometry.ts';
import { runReferenceSchema } from './runs.ts';
import { pathSchema } from './project.ts';

export const evaluateSchema = comparedOnSchema.extend({ run: runReferenceSchema.default('latest') });

/** Errors over all images and learned landmarks; px are of the original image. */
export interface Measures {
  /** Mean over all coordinates of the squared error of x/W and y/H, as the write-up gives it: of the image, or of the crop where the run crops. */
  mse: number;
  /** Mean Euclidean distance. */
  meanErrorPx: number;
  medianErrorPx: number;
  p95ErrorPx: number;
  rmseXPx: number;
  rmseYPx: number;
  /** Mean error over the outer-eye-corner distance; null when the schema names no eyes. */
  nmeInterOcular: number | null;
}

export interface Evaluation extends Measures {
  runId: number;
  on: 'train' | 'validation' | 'all';
  images: number;
  landmarks: number;
  /** Images or landmarks not counted, and why. */
  excluded: { reason: string; count: number }[];
  /** The same for always answering the mean training shape. */
  baseline: Measures;
  beatsBaseline: boolean;
  /** What the labeller's own second labelling measures to on the same landmarks; null where none is finished. */
  floor: ErrorFloor | null;
}

export const predictSchema = z.object({
  run: runReferenceSchema.default('latest'),
  /** Images of the project, or files and folders anywhere. */
  on: z.union([
    z.object({ filter: imageFilterSchema }),
    z.object({
      paths: z.array(pathSchema).min(1),
      /**
       * Where the face is in all of them, px of the upright image, or the whole image where left out. A run that learned from
       * whole images takes the box for one, grown to its input's proportions.
       */
      box: boxSchema.optional(),
    }),
  ]),
});

/** The largest file a window may send; one on the studio's computer is named by its path and may be larger. */
export const mostPhotographBytes = 32 * 2 ** 20;

export const photographSchema = z.union([
  z.object({ path: pathSchema }),
  /** A file dropped on the window or pasted, whose path a browser does not tell; its bytes in base64. */
  z.object({ name: z.string().min(1).max(255), bytes: z.string().max(4 * Math.ceil(mostPhotographBytes / 3)) }),
]);

/** An image file anywhere, to be shown and predicted on without being part of the project. */
export interface Photograph {
  /** Where the studio finds it, a temporary file where it was sent. */
  path: string;
  name: string;
  /** px, upright. */
  width: number;
  height: number;
  /** At most 1600 px on its longer side, JPEG as a data address. */
  picture: string;
}

export interface Prediction {
  /** Of a run that crops an image of the project: whose box was looked at; else null. */
  instanceId: number | null;
  /** Null for a file that is not in the project. */
  imageId: number | null;
  path: string;
  width: number;
  height: number;
  landmarks: { name: string; x: number; y: number }[];
}

/** What to draw on an image file: a prediction's landmarks, px of the upright image. */
export const drawingSchema = z.object({
  path: pathSchema,
  landmarks: z.array(z.object({ name: z.string(), x: z.number(), y: z.number() })).max(2000),
});

export interface PredictionDrawing {
  /** px of the drawing, at most 2048 on its longer side. */
  width: number;
  height: number;
  /** PNG as a data address. */
  picture: string;
}

export interface PredictionResult {
  runId: number;
  predictions: Prediction[];
  problems: { file: string; message: string }[];
}
