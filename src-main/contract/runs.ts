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

/** A dotted path into a recipe, such as `optimizer.learningRate` or `network.0.filters`, and the values it takes in turn. */
export const gridAxisSchema = z.object({ path: z.string().min(1).max(200), values: z.array(z.json()).min(1).max(50) });
export type GridAxis = z.infer<typeof gridAxisSchema>;

/** One recipe with lists of values: a run for each combination, the last axis changing fastest. */
export const startGridSchema = startRunSchema.extend({ axes: z.array(gridAxisSchema).min(1).max(6) });

export const moveInQueueSchema = z.object({
  runId: z.int().positive(),
  /** From 0: the next to be trained. */
  place: z.int().nonnegative(),
});

/** Held, no waiting run begins until the queue goes on; runs that are started meanwhile are trained before those held. */
export const holdQueueSchema = z.object({ held: z.boolean() });

/**
 * `interrupted`: the trainer or the studio went away; the last checkpoint is kept and the run can be resumed.
 * `stopped`: a person stopped it, the best epoch is kept.
 * `paused`: the trainer waits between two steps, everything in memory, until it is told to go on.
 */
export type RunStatus =
  'queued' | 'starting' | 'running' | 'paused' | 'finished' | 'stopped' | 'cancelled' | 'failed' | 'interrupted';

/** Whether a trainer has the run: it trains, prepares or is paused. */
export function hasTrainer(status: RunStatus): boolean {
  return status === 'starting' || status === 'running' || status === 'paused';
}

/** Whether a run waits for its turn or has a trainer: it is not over. */
export function isUnderWay(status: RunStatus): boolean {
  return status === 'queued' || hasTrainer(status);
}

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
  /** Weights and biases; they are trained unless the row is frozen. */
  parameters: number;
  /** Of one image; absent in runs of earlier versions. */
  multiplyAdds?: number;
  /** Stays as it was taken over. */
  frozen?: boolean;
  /** Of a network that begins with another's weights, in rows that have any: how many of the row's layers took theirs. */
  begins?: { taken: number; anew: LayerAnew[] };
}

/** A layer that could not take the weights of the network it was to begin with, and why not. */
export interface LayerAnew {
  layer: string;
  why: string;
}

/** `22 of 23 layers; maps.conv anew`; null for a network that began with nothing but its seed. */
export function beginningWords(layers: LayerSummary[]): string | null {
  const rows = layers.flatMap(({ begins }) => begins ?? []);
  if (rows.length === 0) return null;
  const taken = rows.reduce((sum, row) => sum + row.taken, 0);
  const anew = rows.flatMap((row) => row.anew.map(({ layer }) => layer));
  const named = anew.length > 4 ? [...anew.slice(0, 3), `${anew.length - 3} more`] : anew;
  return `${taken} of ${taken + anew.length} layers${anew.length > 0 ? `; ${named.join(', ')} anew` : ''}`;
}

/** What computes: TensorFlow itself, or where it cannot be had, tfjs's WebAssembly backend. */
export type EngineName = 'tensorflow' | 'wasm';

export interface Device {
  /** What the window shows: `TensorFlow 2.21.0 · CPU, 2 cores` or `WebAssembly · CPU, 2 threads`. */
  title: string;
  kind: 'cpu' | 'gpu';
  /** The version of TensorFlow, or of tfjs' WebAssembly backend. */
  tensorflow: string;
  /** Absent in runs of earlier versions, which knew TensorFlow alone. */
  engine?: EngineName;
}

/** What a run of a recipe would take, from a few of its real steps on this machine. */
export interface RunEstimate {
  stepsPerEpoch: number;
  /** Null where the memory would not be enough to try a step. */
  secondsPerEpoch: number | null;
  /** Of all epochs. */
  seconds: number | null;
  /** Of the trainer at its peak, the network, the optimizer and the decoded pictures together. */
  memoryBytes: number;
  /** What the machine (or the GPU) has free for it. */
  freeBytes: number;
  /** The largest batch that fits in what is free; null where not even one image does. */
  largestBatch: number | null;
  /** What to know or to do, where the run would not fit or something makes the times doubtful; else null. */
  notice: string | null;
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
  /** Of the studio that trained it, last; null before it began, and in runs of earlier versions. */
  studioVersion?: string | null;
  snapshot: SnapshotSummary;
  epochsDone: number;
  lastTrainLoss: number | null;
  lastValidationLoss: number | null;
  bestEpoch: number | null;
  bestValidationLoss: number | null;
  /** Of the best epoch, a fraction; null where nothing could be divided by, and in runs of earlier versions. */
  bestNme?: number | null;
  baselineLoss: number | null;
  /** What went wrong, for people, when failed or interrupted. */
  problem: string | null;
  /** True when a checkpoint is there to go on from. */
  resumable: boolean;
  /** From 0, of a run that waits; else null. */
  queuePlace: number | null;
  /** It waits until the queue goes on: it has waited since before the project was opened, or a person held the queue. */
  held: boolean;
  /** In epochs: neither pauses nor breaks before a resume count. */
  trainedSeconds: number;
  /** The grid it is one of, and its values by their paths. */
  grid: RunGrid | null;
}

export interface RunGrid {
  /** The number of the grid's first run. */
  id: number;
  values: Record<string, z.core.util.JSONType>;
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
  /** How long the trainer has said nothing although its process is there, once that is longer than its steps explain; else null. */
  silentSeconds: number | null;
}
