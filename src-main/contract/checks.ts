import { z } from 'zod';
import { imageIdSchema, type ImageStatus, type SplitPart } from './images.ts';
import type { Landmark } from './geometry.ts';

/**
 * What the label checks look for, as lists show them: what spoils an evaluation first, what is a matter of taste last.
 * `in both parts` is a picture, or nearly it, of which one copy trains and another validates.
 */
export const findingKindSchema = z.enum([
  'in both parts',
  'swapped sides',
  'off the shape',
  'crossing contour',
  'same place',
  'outside the image',
  'missing landmarks',
  'same picture',
  'similar picture',
]);
export type FindingKind = z.infer<typeof findingKindSchema>;
export const findingKinds = findingKindSchema.options;

/** `accepted`: right as it is. `ignored`: left as it is, right or wrong. Both hold until the label is another. */
export const findingStateSchema = z.enum(['open', 'accepted', 'ignored']);
export type FindingState = z.infer<typeof findingStateSchema>;

export const findingQuerySchema = z.object({
  kind: findingKindSchema.optional(),
  state: findingStateSchema.default('open'),
  imageId: imageIdSchema.optional(),
});
export type FindingQuery = z.infer<typeof findingQuerySchema>;

export const findingPageSchema = findingQuerySchema.extend({
  offset: z.int().nonnegative().default(0),
  limit: z.int().min(1).max(1000).default(100),
});

/** What one press does about a finding: an edit like any other. */
export type FindingFix =
  | { kind: 'move landmarks'; words: string; landmarks: { index: number; landmark: Landmark }[] }
  | { kind: 'reject image'; words: string };

/** An image as a finding names it. */
export interface CheckedImage {
  id: number;
  name: string;
  width: number;
  height: number;
  split: SplitPart;
  status: ImageStatus;
  /** First eight characters of the content hash. */
  version: string;
}

export interface Finding {
  /** Of the list as it is now: another check may give another. */
  id: number;
  kind: FindingKind;
  state: FindingState;
  image: CheckedImage;
  /** Null of what is about an image and not about a face. */
  instanceId: number | null;
  /** Indices into the schema, the worst first. */
  landmarks: number[];
  /** `jaw 13 is 11.2 px off the shape model`. */
  words: string;
  /** How bad among its kind; the unit is the kind's own. */
  severity: number;
  /** What to look at, px of the image, with some room around; null: the whole image. */
  area: { x: number; y: number; width: number; height: number } | null;
  /** The other picture, of findings about two. */
  other: CheckedImage | null;
  fix: FindingFix | null;
}

export type FindingCounts = Record<FindingKind, Record<FindingState, number>>;

/** The last check of the whole project. */
export interface CheckReport {
  /** ISO 8601. */
  at: string;
  images: number;
  faces: number;
  /** What could not be checked and why, and what to do: sentences. */
  notes: string[];
  /** Images that came since: their labels are checked, their pictures compared with no others yet. */
  newImages: number;
}

export interface FindingPage {
  /** Null: never checked, or with another schema. */
  report: CheckReport | null;
  /** Of the whole project, whatever the query. */
  counts: FindingCounts;
  total: number;
  items: Finding[];
}

export const decideFindingSchema = z.object({
  findingIds: z.array(z.int().positive()).min(1).max(10_000),
  /** `open` takes a decision back. */
  state: findingStateSchema,
});

export const fixFindingSchema = z.object({ findingId: z.int().positive() });
