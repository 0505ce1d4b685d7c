import type { Box } from '../../contract/index.ts';
import { tabulate } from '../evaluation/compared-faces.ts';
import type { FaceTable } from '../evaluation/measures.ts';
import { isInBoth, type FacePair } from './pair-faces.ts';

/**
 * The second labelling as a prediction of the first, to be measured as a run's are: rows are faces, columns the landmarks
 * of `indices`. A landmark that one of the two labellings has not is not present.
 */
export function tabulatePairs(
  pairs: readonly FacePair[],
  indices: readonly number[],
  eyeCorners: readonly [number, number] | null,
  seenOf: (pair: FacePair) => Box,
): { truth: FaceTable; predicted: Float64Array } {
  const faces = pairs.map((pair) => {
    const { image, first, second } = pair;
    const both = indices.map((index) => ({ one: first.landmarks[index], other: second[index] }));
    return {
      image,
      instance: { landmarks: first.landmarks },
      truth: both.map(({ one, other }) =>
        one && other && isInBoth(one, other) ? one : { x: 0, y: 0, visibility: 'absent' as const },
      ),
      predicted: both.map(({ other }): [number, number] => [other?.x ?? NaN, other?.y ?? NaN]),
      seen: seenOf(pair),
    };
  });
  return tabulate(faces, indices.length, eyeCorners);
}
