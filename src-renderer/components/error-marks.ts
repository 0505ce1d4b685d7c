export type { ErrorUnit } from '../../src-main/contract/mean-face.ts';

/** A landmark's error on the mean face, in the mean face's own coordinates. */
export interface ErrorMark {
  name: string;
  colour: string;
  /** Where the mean face has it; null where it has it not. */
  at: readonly [x: number, y: number] | null;
  /** Mean distance, and mean shift where there is one to tell. */
  distance: number | null;
  shift: readonly [x: number, y: number] | null;
  /** Read out with the name. */
  words: string;
}
