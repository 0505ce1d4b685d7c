import { z } from 'zod';
import { runReferenceSchema } from './runs.ts';

/**
 * A reviewer's word on a prediction: the ground truth is wrong there, the run is, nobody could say, or the picture is of no use
 * (and is marked rejected with it).
 */
export const verdictKinds = ['label wrong', 'model wrong', 'ambiguous', 'image bad'] as const;
export type VerdictKind = (typeof verdictKinds)[number];
export const verdictKindSchema = z.enum(verdictKinds);

export const setVerdictSchema = z.object({
  run: runReferenceSchema,
  instanceIds: z.array(z.int().positive()).min(1).max(10_000),
  /** Null takes it away. */
  verdict: verdictKindSchema.nullable(),
});

export const listVerdictsSchema = z.object({
  /** Of all runs where left out. */
  run: runReferenceSchema.optional(),
  verdict: verdictKindSchema.optional(),
  /** Only those whose label is still as it was when the verdict was given. */
  unchanged: z.boolean().default(false),
});

/** A verdict on what one run predicted for one instance; it stays when the label is corrected. */
export interface Verdict {
  runId: number;
  imageId: number;
  instanceId: number;
  imageName: string;
  group: string | null;
  verdict: VerdictKind;
  /** ISO 8601. */
  at: string;
  /** Who gave it, as the history names them. */
  by: string;
  /** The prediction's mean error when the verdict was given, px of the original image; null where none could be told. */
  errorPx: number | null;
  /** What became of the label since: landmarks that moved, came or went, and the mean move in px of those that moved; null when it is as it was. */
  labelChanged: { landmarks: number; meanMovePx: number } | null;
}

export interface VerdictList {
  /** Newest first. */
  verdicts: Verdict[];
  /** Of the verdicts listed. */
  counts: Record<VerdictKind, number>;
}
