import { z } from 'zod';
import { imageFilterSchema, type ImageListItem } from './images.ts';
import { runReferenceSchema } from './runs.ts';

/*
 * What to label next: a batch of images chosen because labelling them is expected to teach a network most. The choice is kept in
 * the project, as the queue of the rule `chosen` (image-work.ts), until the next one takes its place.
 */

/**
 * By what images are chosen.
 * - `disagreement`: answers to the mirrored, moved, scaled and lit picture, taken back, differ from the answer to the picture itself;
 * - `two-runs`: the run and another, or its best epoch and its last, answer differently;
 * - `entropy`: the run's heatmaps are spread;
 * - `shape`: the answer lies off the project's shape model;
 * - `diversity`: k-centre greedy (Sener and Savarese, 2018, arXiv 1708.00489) on the network's pooled features;
 * - `mixed`: k-centre among those of most disagreement;
 * - `random`: what the others have to beat.
 */
export const strategies = ['mixed', 'disagreement', 'two-runs', 'entropy', 'shape', 'diversity', 'random'] as const;
export const strategySchema = z.enum(strategies);
export type Strategy = z.infer<typeof strategySchema>;

/** What `two-runs` compares the run's best epoch with. */
export const againstSchema = runReferenceSchema.or(z.literal('last epoch'));
export type Against = z.infer<typeof againstSchema>;

export const mostChosen = 1000;

export const chooseImagesSchema = z.object({
  strategy: strategySchema,
  /** Of no matter to `random`. */
  run: runReferenceSchema.default('latest'),
  against: againstSchema.default('last epoch'),
  count: z.int().min(1).max(mostChosen).default(20),
  /** Among these, but for those done or rejected. */
  filter: imageFilterSchema.default({ labelled: 'no' }),
  /** Of the order by chance. */
  seed: z.int().nonnegative().default(1),
});
export type ChooseImages = z.output<typeof chooseImagesSchema>;

export interface ChosenImage {
  image: Pick<ImageListItem, 'id' | 'name' | 'version' | 'width' | 'height' | 'status'>;
  /** Why it is there, with the figure. */
  words: string;
  /** What it was ranked by, larger first; null where that is chance. */
  score: number | null;
  /** It is still to be labelled: neither done, rejected nor wholly labelled since. */
  isLeft: boolean;
}

/** The last choice of a project. */
export interface ImageChoice {
  strategy: Strategy;
  /** Null for `random`. */
  runId: number | null;
  /** Null where only one answer was asked for. */
  against: number | 'last epoch' | null;
  /** ISO 8601. */
  at: string;
  /** Images that were ranked. */
  candidates: number;
  /** Images of the filter that were not, and why. */
  excluded: { reason: string; count: number }[];
  /** Of the first of those that could not be read. */
  problems: { file: string; message: string }[];
  /** What a person has to know of how it was made. */
  notes: string[];
  /** First what should be labelled first. */
  images: ChosenImage[];
  left: number;
}
