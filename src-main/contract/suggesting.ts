import { z } from 'zod';
import { imageFilterSchema } from './images.ts';
import { runReferenceSchema } from './runs.ts';

/*
 * Suggestions of many images at once: asked for of a run, and accepted or dismissed.
 */

export const suggestSchema = z.object({
  run: runReferenceSchema.default('latest'),
  /** Of these, the images without a placed landmark that are not rejected. */
  filter: imageFilterSchema.default({}),
});

/** What asking a run for suggestions would do. */
export interface SuggestPlan {
  runId: number;
  /** Images that it would be asked about. */
  images: number;
  /** Images of the filter that it would not be, and why. */
  excluded: SuggestExclusion[];
  /** s, from how fast the run trained, which is slower; null where that is not known. Starting the trainer comes on top. */
  secondsAtMost: number | null;
}

export interface SuggestExclusion {
  reason: string;
  images: number;
}

export interface SuggestResult {
  runId: number;
  /** Images that have a suggestion of the run now. */
  images: number;
  excluded: SuggestExclusion[];
  problems: { file: string; message: string }[];
  /** It was cancelled: what was predicted by then is kept. */
  cancelled: boolean;
}

export const suggestedImagesSchema = z.object({ filter: imageFilterSchema.default({}) });

/** What is suggested on the images of a filter. */
export interface SuggestionsLeft {
  images: number;
  /** Newest run first. */
  runs: { runId: number; images: number }[];
}
