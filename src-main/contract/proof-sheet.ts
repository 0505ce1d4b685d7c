import type { LoaderSample } from './runs.ts';

/** A picture as it is trained on: changed by the recipe's augmentation, its landmarks with it, which may lie beyond 0 … 1. */
export interface ProofSample extends LoaderSample {
  mirrored: boolean;
}

/** The first pictures of an epoch exactly as they are trained on, so that a person sees what the network will see. */
export interface ProofSheet {
  /** From 1. */
  epoch: number;
  samples: ProofSample[];
  /**
   * Of each learned landmark: the half of the picture it mostly lies in, for both of a mirror pair that is learned whole; null for
   * all others. In a mirrored picture too, `left` landmarks must lie left.
   */
  sides: ('left' | 'right' | null)[];
  /** What is wrong with the mirrored pictures and what to do, where landmarks lie on the other side than they should. */
  alarm: string | null;
}
