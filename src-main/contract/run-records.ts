import { z } from 'zod';
import { recipeSchema } from './recipe.ts';

/** What a run of a recipe would learn from now, set against what an earlier run learned from. */
export const labelChangesSchema = z.object({
  recipe: recipeSchema,
  /** A run's number; left out: the newest run that learned from the same landmarks. */
  since: z.int().positive().optional(),
});

export interface LabelChanges {
  previousRun: number;
  /** Landmarks that moved, appeared or went, of faces that both have, and the images they are on. */
  landmarks: number;
  images: number;
  /** px of the original image, over those that moved; 0 when none did. */
  meanMovePx: number;
  /** Images that only one of the two learns from, or is checked on. */
  imagesAdded: number;
  imagesRemoved: number;
}

export const runLogSchema = z.object({
  runId: z.int().positive(),
  /** So many bytes of the end, at most. */
  bytes: z.int().min(1).max(1_000_000).default(64_000),
});

/** What a run's trainers wrote: the end of its `log.txt`. */
export interface RunLog {
  /** Absolute. */
  file: string;
  text: string;
  /** Of the whole file; null where there is none, as before a run begins. */
  bytes: number | null;
  /** Whether `text` is not all of it. */
  isEnd: boolean;
}

const counted = (count: number, one: string): string => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** `14 landmarks on 9 images changed since run 3, by 6.2 px on average; 12 images are new`; null changes: there is nothing to set them against. */
export function labelChangeWords(
  changes: (Omit<LabelChanges, 'imagesAdded' | 'imagesRemoved'> & Partial<LabelChanges>) | null,
): string {
  if (!changes) return 'first run of this project';
  const { landmarks, images, meanMovePx, previousRun, imagesAdded = 0, imagesRemoved = 0 } = changes;
  const since = `since run ${previousRun}`;
  const moved = meanMovePx > 0 ? `, by ${Number(meanMovePx.toPrecision(2))} px on average` : '';
  return [
    landmarks === 0
      ? `no label changed ${since}`
      : `${counted(landmarks, 'landmark')} on ${counted(images, 'image')} changed ${since}${moved}`,
    ...(imagesAdded > 0 ? [`${counted(imagesAdded, 'image')} ${imagesAdded === 1 ? 'is' : 'are'} new`] : []),
    ...(imagesRemoved > 0
      ? [`${counted(imagesRemoved, 'image')} ${imagesRemoved === 1 ? 'is' : 'are'} left out now`]
      : []),
  ].join('; ');
}
