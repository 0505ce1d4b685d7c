import type { Surveyed } from '../../contract/index.ts';
import type { StoredImage } from '../store/interface.ts';

/** An image with what a run told of it: one answer, or of a run that crops one a face. */
export interface SurveyedImage {
  image: StoredImage;
  looks: Surveyed[];
}

/** An image with what it is ranked by. */
export interface ScoredImage {
  image: StoredImage;
  /** The larger, the more is to be learned from it. */
  score: number;
  /** Why it is there, with the figure. */
  words: string;
}

/** What makes one look score, told of it alone. */
export interface ScoredLook {
  score: number;
  words: string;
}

/** Each image by the face that scores most; an image of which no face has a score is not there. */
export function byTheWorstFace(
  images: readonly SurveyedImage[],
  scoreOf: (look: Surveyed, image: SurveyedImage) => ScoredLook | null,
): ScoredImage[] {
  return images.flatMap((each): ScoredImage[] => {
    const scored = each.looks.map((look) => scoreOf(look, each));
    const worst = scored.reduce((one, other) => (other && (!one || other.score > one.score) ? other : one), null);
    if (!worst) return [];
    const which = scored.length > 1 ? `face ${scored.indexOf(worst) + 1} of ${scored.length}: ` : '';
    return [{ image: each.image, score: worst.score, words: `${which}${worst.words}` }];
  });
}

/** The first is that of the highest score; of equal ones the order stays. */
export function highestFirst(scored: readonly ScoredImage[]): ScoredImage[] {
  return [...scored].sort((one, other) => other.score - one.score);
}

/** 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** `14.2 px`. */
export const inPx = (distance: number): string => `${distance.toFixed(1)} px`;
