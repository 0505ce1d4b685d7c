import { z } from 'zod';
import { comparedOnSchema } from './compared-on.ts';
import { runReferenceSchema } from './runs.ts';

/** What a face's error is divided by, px; always said beside an NME. */
export const normalisers = ['inter-ocular', 'inter-pupil', 'box'] as const;
export type Normaliser = (typeof normalisers)[number];

/** What figures may be told apart by. */
export const breakdowns = ['landmark', 'group', 'person', 'split'] as const;
export type Breakdown = (typeof breakdowns)[number];

export const measureRunsSchema = comparedOnSchema.extend({
  runs: z.array(runReferenceSchema).min(1).max(20).default(['latest']),
  /** Count only landmarks that are plainly seen, none that are occluded. */
  visibleOnly: z.boolean().default(false),
  by: z.array(z.enum(breakdowns)).default([]),
  /** Tell each face's NME too: the cumulative error distribution. */
  ced: z.boolean().default(false),
  /** Tell which of two mirrored landmarks are taken for each other. */
  sides: z.boolean().optional(),
});

/** Errors of faces divided by one of the normalisers; fractions. */
export interface NormalisedMeasures {
  /** Faces that have a size to divide by, of those that have a landmark to measure. */
  faces: number;
  facesWithoutSize: number;
  /** Mean over faces of the face's mean distance over its size. */
  nme: number;
  /** Area under the cumulative error distribution up to a threshold, over the threshold; by threshold. */
  auc: Record<'0.08' | '0.10', number>;
  /** Share of faces with an NME above a threshold. */
  failureRate: Record<'0.08' | '0.10', number>;
  /** Each face's NME in ascending order: the share of faces up to an error is its rank. Only where asked for. */
  ced: number[] | null;
}

/** Everything measured of one set of faces and landmarks; px are of the original images. */
export interface DetailedMeasures {
  faces: number;
  /** Landmarks of all faces that are measured. */
  points: number;
  /** Mean over all coordinates of the squared error of x/W and y/H of what the run sees, and its root. */
  mse: number;
  rmse: number;
  meanErrorPx: number;
  medianErrorPx: number;
  p95ErrorPx: number;
  rmseXPx: number;
  rmseYPx: number;
  /** Null where no face has that size. */
  normalised: Record<Normaliser, NormalisedMeasures | null>;
  /** Share of landmarks nearer than a part of the face's box in x/w, y/h, averaged over landmarks; null where no face has a box. */
  pck: Record<'0.05' | '0.10' | '0.20', number> | null;
  /** Mean object keypoint similarity over faces; null where no face has a box. */
  oks: number | null;
}

/** A run, the mean training shape and the labeller's second labelling on the same landmarks. Null: nothing to measure. */
export interface MeasuresBeside {
  run: DetailedMeasures | null;
  baseline: DetailedMeasures | null;
  /** Of the newest finished agreement's faces, not of the run's; null where there is none. */
  floor: DetailedMeasures | null;
}

export interface MeasuredPart extends MeasuresBeside {
  /** Of the landmark, the group, the person or the part. */
  name: string;
  /** Of the run at a landmark; null where no face has it, absent where it is no landmark. */
  boxPlot?: BoxPlot | null;
}

/** How one landmark's errors lie, px; quartiles interpolate linearly between ranks. */
export interface BoxPlot {
  least: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  most: number;
  /** The nearest and the farthest error within 1.5 of the quartiles' distance from the box (Tukey). */
  lowerWhisker: number;
  upperWhisker: number;
  /** Faces farther off than the upper whisker, the farthest first. */
  outliers: { instanceId: number; errorPx: number }[];
}

/**
 * A mirror pair of the schema, both of which the run learned: how often the prediction of one lies nearer to the other's true place
 * than to its own, over the faces that have both.
 */
export interface SideConfusion {
  /** Names, in the schema's order. */
  pair: [string, string];
  /** That have both landmarks. */
  faces: number;
  /** Predictions of the first nearer to the second's place, and the other way round. */
  first: number;
  second: number;
  /** Faces on which either is so, over `faces`. */
  share: number;
  /** Those faces. */
  instanceIds: number[];
}

export interface RunMeasures extends MeasuresBeside {
  runId: number;
  recipeName: string;
  images: number;
  landmarks: number;
  /** What OKS takes for each landmark's sigma: COCO's own for its 17, else the same for all. */
  sigmas: string;
  agreement: number | null;
  /** Images, faces or landmarks not counted, and why. */
  excluded: { reason: string; count: number }[];
  by: Partial<Record<Breakdown, MeasuredPart[]>>;
  /** The pair that is confused most often first; only where asked for. */
  sides?: SideConfusion[];
}

export interface MeasuredRuns {
  on: 'train' | 'validation' | 'all';
  visibleOnly: boolean;
  runs: RunMeasures[];
  /** Runs that could not be measured, such as those whose landmarks the schema has no more, and why. */
  refused: { runId: number; reason: string }[];
}
