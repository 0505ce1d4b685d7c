import { z } from 'zod';
import { recipeSchema, type Recipe } from './recipe.ts';
import type { SplitCounts } from './project.ts';
import type { ProofSheet } from './proof-sheet.ts';

/** A run by its number, or the newest finished one. */
export const runReferenceSchema = z.union([z.int().positive(), z.literal('latest')]);
export type RunReference = z.infer<typeof runReferenceSchema>;

export const startRunSchema = z.object({
  recipe: recipeSchema,
  /** Free words of the person, shown in the run list. */
  note: z.string().max(2000).default(''),
});

/**
 * `interrupted`: the trainer or the studio went away; the last checkpoint is kept and the run can be resumed.
 * `stopped`: a person stopped it, the best epoch is kept.
 */
export type RunStatus =
  'queued' | 'starting' | 'running' | 'finished' | 'stopped' | 'cancelled' | 'failed' | 'interrupted';

export interface EpochResult {
  /** From 1. */
  epoch: number;
  trainLoss: number;
  validationLoss: number;
  imagesPerSecond: number;
  seconds: number;
  /** Mean over the validation images of the mean error divided by the image's own size, a fraction; null when nothing can be divided by. */
  nme?: number | null;
  /** What the NME divides by: the distance of the outer eye corners, or where the schema names no eyes √(w·h) of the landmarks' box. */
  nmeBy?: 'inter-ocular' | 'box';
  /** Of the epoch's last step. */
  learningRate?: number;
  /** Of the trainer process at the epoch's end. */
  memoryBytes?: number;
}

/** One row of the layer table. */
export interface LayerSummary {
  name: string;
  /** Without the batch: `60×80×12` or `128`. */
  output: string;
  /** Those that are trained. */
  parameters: number;
  /** Of one image; absent in runs of earlier versions. */
  multiplyAdds?: number;
}

export interface Device {
  /** What the window shows: `TensorFlow 2.21.0 · CPU, 2 cores`. */
  title: string;
  kind: 'cpu' | 'gpu';
  tensorflow: string;
}

/** Everything known of a network before it is trained. */
export interface RunPreview {
  layers: LayerSummary[];
  parameters: number;
  device: Device;
  /** Pictures as the loader gives them (gray, resized), enlarged, each with its landmarks in 0..1 of the picture. */
  samples: LoaderSample[];
  /** Null where the recipe changes no picture. */
  proofSheet: ProofSheet | null;
  /** Validation MSE of always answering the mean training shape, on x/W and y/H. */
  baselineLoss: number;
}

export interface LoaderSample {
  imageId: number;
  name: string;
  /** PNG as a data address. */
  picture: string;
  /** [x/W, y/H] of each learned landmark; null when absent. */
  landmarks: ([number, number] | null)[];
}

export interface SnapshotSummary {
  /** SHA-256 of images, landmarks, split and schema, as hex. */
  hash: string;
  schemaName: string;
  split: SplitCounts;
  /** Images left out and why, such as those with no landmarks. */
  excluded: { reason: string; images: number }[];
  /** Labels that differ from the run before: how many landmarks, on how many images, and their mean move in px; null for the first. */
  changedSincePrevious: { landmarks: number; images: number; meanMovePx: number; previousRun: number } | null;
}

export interface RunSummary {
  id: number;
  status: RunStatus;
  recipeName: string;
  recipe: Recipe;
  note: string;
  seed: number;
  /** ISO 8601. */
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  device: Device | null;
  snapshot: SnapshotSummary;
  epochsDone: number;
  lastTrainLoss: number | null;
  lastValidationLoss: number | null;
  bestEpoch: number | null;
  bestValidationLoss: number | null;
  baselineLoss: number | null;
  /** What went wrong, for people, when failed or interrupted. */
  problem: string | null;
  /** True when a checkpoint is there to go on from. */
  resumable: boolean;
}

export interface RunDetail extends RunSummary {
  epochs: EpochResult[];
  layers: LayerSummary[];
  samples: LoaderSample[];
}

/** Live figures of the run that is going on; null fields are not known yet. */
export interface RunProgress {
  runId: number;
  status: RunStatus;
  epoch: number;
  epochs: number;
  step: number;
  steps: number;
  imagesPerSecond: number | null;
  secondsLeft: number | null;
  trainerMemoryBytes: number | null;
}
