import { z } from 'zod';
import { boxSchema } from './geometry.ts';
import type { WholeInspection } from './inspection.ts';
import { landmarkSchemaSchema } from './schema.ts';
import { recipeSchema } from './recipe.ts';
import type { ProofSheet } from './proof-sheet.ts';
import type { Device, EpochResult, LayerSummary, LoaderSample, RunEstimate } from './runs.ts';

/** Frozen when a run starts: training reads this file and nothing else of the project. */
export const snapshotSchema = z.object({
  version: z.literal(1),
  hash: z.string(),
  schema: landmarkSchemaSchema,
  images: z.array(
    z.object({
      id: z.int(),
      instanceId: z.int(),
      name: z.string(),
      /** Absolute. */
      file: z.string(),
      contentHash: z.string(),
      /** px of the original image. */
      width: z.int(),
      height: z.int(),
      group: z.string().nullable(),
      part: z.enum(['train', 'validation']),
      /** [x, y] px of the original image; null when absent. All landmarks of the schema. */
      landmarks: z.array(z.tuple([z.number(), z.number()]).nullable()),
      /** The instance's own box, px of the original image; null where it has none. */
      box: boxSchema.nullable().default(null),
    }),
  ),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

const imageToAnswerSchema = z.object({
  key: z.int(),
  file: z.string(),
  contentHash: z.string().nullable(),
  /** Where to look, px of the original image; null for the whole image. A model of whole images takes the box for one. */
  box: boxSchema.nullable().default(null),
});

/** What is done to a picture, a little, to see whether its answer stays the same. */
export const pictureChanges = [
  'mirrored',
  'moved right and down',
  'moved left and up',
  'made smaller',
  'made larger',
  'made brighter',
  'made darker',
] as const;
export type PictureChange = (typeof pictureChanges)[number];

/** What a network tells of one image beside where its landmarks are. */
export interface Surveyed {
  key: number;
  width: number;
  height: number;
  /** [x, y] px of the original image, in the order of the recipe. */
  landmarks: [number, number][];
  /** √(w·h) of what the network was shown, px of the original. */
  seenPx: number;
  /** By change: mean distance over the landmarks, px of the original, of the answer taken back to that of the picture itself; empty where not asked for. */
  changed: { change: PictureChange; apartPx: number }[];
  /** By landmark: of the probability of its place over the cells of its map, the entropy in nats and the highest; null without heatmaps. */
  heatmaps: { cells: number; entropies: number[]; peaks: number[] } | null;
  /** What the last convolution of the trunk gives, averaged over the picture; null for a network without one. */
  features: number[] | null;
}

/** What a trainer process is asked to do: the JSON file named as its only argument. Paths are absolute. */
export const trainerJobSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('describe'),
    recipe: recipeSchema,
    /** From 1: whose first pictures the proof sheet shows; the first where left out. */
    epoch: z.int().min(1).optional(),
    snapshotFile: z.string(),
    /** Decoded images, rebuildable, shared by runs. */
    cacheFolder: z.string(),
    /** As of 'train'. */
    transferFolder: z.string().nullable().optional(),
  }),
  z.object({
    kind: z.literal('train'),
    runId: z.int(),
    recipe: recipeSchema,
    snapshotFile: z.string(),
    cacheFolder: z.string(),
    /** The run's own folder: checkpoints and models are written here. */
    runFolder: z.string(),
    /** Go on from the last checkpoint in the run folder. */
    resume: z.boolean(),
    /** Folder with `model.json`, `weights.bin` and `metadata.json` of what the recipe's transfer names: the run's own copy. */
    transferFolder: z.string().nullable().default(null),
  }),
  z.object({
    kind: z.literal('estimate'),
    recipe: recipeSchema,
    snapshotFile: z.string(),
    cacheFolder: z.string(),
  }),
  z.object({
    kind: z.literal('inspect'),
    runFolder: z.string(),
    cacheFolder: z.string(),
    image: z.object({ file: z.string(), contentHash: z.string().nullable(), box: boxSchema.nullable() }),
  }),
  z.object({
    kind: z.literal('survey'),
    /** As of 'predict'. */
    runFolder: z.string(),
    /** The epoch that answers: the one kept, or that of the last checkpoint. */
    epoch: z.enum(['best', 'last']),
    cacheFolder: z.string(),
    images: z.array(imageToAnswerSchema),
    /** What is asked for beside the answers themselves. */
    wanted: z.object({ changed: z.boolean(), heatmaps: z.boolean(), features: z.boolean() }),
  }),
  z.object({
    kind: z.literal('predict'),
    /** Folder of a run with `best/model.json` and `best/metadata.json`. */
    runFolder: z.string(),
    cacheFolder: z.string(),
    images: z.array(imageToAnswerSchema),
  }),
]);
export type TrainerJob = z.infer<typeof trainerJobSchema>;

/** From the trainer, over the process's message channel. Unknown kinds are ignored, so that they can grow. */
export type TrainerMessage =
  | { version: 1; kind: 'device'; device: Device; notice: string | null }
  | { version: 1; kind: 'preparing'; done: number; total: number }
  | {
      version: 1;
      kind: 'described';
      layers: LayerSummary[];
      parameters: number;
      samples: LoaderSample[];
      baselineLoss: number;
    }
  /** Before 'described', of a recipe that changes its pictures. */
  | { version: 1; kind: 'proof sheet'; sheet: ProofSheet }
  | {
      version: 1;
      kind: 'step';
      epoch: number;
      step: number;
      steps: number;
      imagesPerSecond: number;
      secondsLeft: number;
      memoryBytes: number;
    }
  | { version: 1; kind: 'epoch'; result: EpochResult; bestEpoch: number; bestValidationLoss: number }
  /** `landmarks` are [x, y] px of the original image, in the order of the recipe. */
  | { version: 1; kind: 'predicted'; key: number; width: number; height: number; landmarks: [number, number][] }
  /** An answer to 'survey', one an image. */
  | ({ version: 1; kind: 'surveyed' } & Surveyed)
  | { version: 1; kind: 'estimated'; estimate: RunEstimate }
  | { version: 1; kind: 'inspected'; inspection: WholeInspection }
  /** A picture of the first filters was written for this epoch. */
  | { version: 1; kind: 'filters'; epoch: number }
  /** Work has come to rest between two steps, or goes on. */
  | { version: 1; kind: 'paused'; paused: boolean }
  | { version: 1; kind: 'unreadable'; file: string; message: string }
  | { version: 1; kind: 'ended'; how: 'finished' | 'stopped' | 'recycled' }
  | { version: 1; kind: 'failed'; message: string };

/**
 * To the trainer: end after this step, keep the best epoch (`stop`); leave at once (`cancel`); wait after this step, with
 * everything in memory (`pause`), until `continue`; leave after this epoch's checkpoint, to go on from it in a fresh process (`recycle`).
 */
export interface TrainerCommand {
  kind: 'stop' | 'cancel' | 'pause' | 'continue' | 'recycle';
}

/**
 * `metadata.json`, kept with every model: enough to run it with no studio at hand.
 * Feed (1, height, width, channels) float32 = pixel / divideBy + add of the whole image resized (bilinear, aspect not kept), or
 * of the grown box, edge pixels repeated where it leaves the image; the answer is (1, 2K): x/W, y/H of what was fed, of landmark 1,
 * then of landmark 2, and so on.
 */
export const modelMetadataSchema = z.object({
  format: z.literal('keypoint-studio-model'),
  version: z.literal(1),
  runId: z.int(),
  recipe: recipeSchema,
  datasetHash: z.string(),
  schema: landmarkSchemaSchema,
  landmarks: z.array(z.object({ index: z.int(), name: z.string() })),
  input: z.object({
    width: z.int(),
    height: z.int(),
    channels: z.enum(['gray', 'colour']),
    /** `box`: one box an answer, grown by `margin` of its longer side on each side, then to the input's proportions about its centre, in whole px. */
    crop: z.enum(['whole image', 'box']),
    margin: z.number().default(0),
    resize: z.literal('stretch'),
    normalisation: z.object({ divideBy: z.number(), add: z.number() }),
  }),
  output: z.object({ meaning: z.literal('x/W, y/H of each landmark in turn') }),
  epoch: z.int(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  baselineLoss: z.number(),
});
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;
