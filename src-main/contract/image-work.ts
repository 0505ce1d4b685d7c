import { z } from 'zod';
import {
  agreementIdSchema,
  imageFilterSchema,
  imageIdSchema,
  imageStatusSchema,
  type ImageStatus,
  type SplitPart,
} from './images.ts';
import { flagSchema, noteSchema } from './image-marks.ts';
import type { VerdictKind } from './verdicts.ts';

/*
 * The work on a project's images as a whole: marking many at once, how many there are of what, how far it is, and which is next.
 */

const imageIdsSchema = z.array(imageIdSchema).min(1);

export const setStatusSchema = z.object({
  imageIds: imageIdsSchema,
  status: imageStatusSchema,
  agreement: agreementIdSchema.optional(),
});

export const setFlagSchema = z.object({ imageIds: imageIdsSchema, flag: flagSchema, on: z.boolean() });

/** An empty note is none. */
export const setNoteSchema = z.object({ imageId: imageIdSchema, note: noteSchema });

/**
 * How many images each choice of a filter would leave: those that all its other parts leave, counted by this one. Flags by their
 * place; an image with two flags counts for both.
 */
export interface ImageCounts {
  /** Images that the whole filter leaves. */
  total: number;
  split: Record<SplitPart, number>;
  status: Record<ImageStatus, number>;
  flags: number[];
  hasNote: YesNo;
  /** By number of faces: none, one, more. */
  faces: { none: number; one: number; several: number };
  labelled: { no: number; partly: number; wholly: number };
  occluded: YesNo;
  /** Images with a face of which a run's prediction was given that verdict; an image with several kinds counts for each. */
  verdict: Record<VerdictKind, number>;
  /** Of those with a label that was said to be wrong, images on which such a label is as it was. */
  labelsToCorrect: number;
}

export interface YesNo {
  yes: number;
  no: number;
}

export type StatusCounts = Record<ImageStatus, number>;

/** How far the work is. */
export interface Progress {
  total: StatusCounts;
  splits: { split: SplitPart; counts: StatusCounts }[];
  /** In natural order; images without a group stand last, under null. */
  groups: { group: string | null; counts: StatusCounts }[];
}

/** Which image to work on next. */
export const nextRuleSchema = z.discriminatedUnion('by', [
  /** Without a landmark that is placed, in the order of names; rejected ones are left out. */
  z.object({ by: z.literal('unlabelled') }),
  /** Any that is neither done nor rejected. */
  z.object({ by: z.literal('random') }),
  /** In this status, in the order of names. */
  z.object({ by: z.literal('status'), status: imageStatusSchema }),
  /** Of the project's choice of what to label next, in its order, those that are left. */
  z.object({ by: z.literal('chosen') }),
]);
export type NextRule = z.infer<typeof nextRuleSchema>;

export const nextImageSchema = z.object({
  rule: nextRuleSchema,
  /** Only among these. */
  filter: imageFilterSchema.default({}),
  /** The image one comes from: the next is another one, after it where there is an order (beyond the last comes the first). */
  after: imageIdSchema.optional(),
});
export type NextImageQuery = z.infer<typeof nextImageSchema>;

export interface NextImage {
  /** Null when none is left. */
  imageId: number | null;
  /** Images that the rule finds besides the one it comes from. */
  left: number;
}
