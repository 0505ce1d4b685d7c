import type { Augmentation } from '../../contract/augmentation.ts';
import { StudioError } from '../../contract/errors.ts';
import type { LandmarkSchema } from '../../contract/schema.ts';
import type { LearnedLandmark } from '../data/examples.ts';

/**
 * For each learned landmark, the place among the learned ones of its counterpart in the mirror: its own for those in the middle.
 *
 * Null when nothing is mirrored. Throws StudioError 'bad input' when pictures are to be mirrored and the schema has no mirror
 * pairs, or a landmark is learned without its counterpart: the network would be taught that a left eye is a right one.
 */
export function mirrorOrder(
  { mirror }: Pick<Augmentation, 'mirror'>,
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
): number[] | null {
  if (mirror === 0) return null;
  if (schema.mirrorPairs.length === 0)
    throw new StudioError(
      'bad input',
      `The recipe mirrors pictures, but the schema ${schema.name} has no mirror pairs: nothing says which landmarks change ` +
        'places. Set augmentation.mirror to 0, or give the schema its pairs.',
    );
  const counterparts = new Map(
    schema.mirrorPairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]),
  );
  const places = new Map(landmarks.map(({ index }, place) => [index, place]));
  return landmarks.map(({ index, name }) => {
    const counterpart = counterparts.get(index) ?? index;
    const place = places.get(counterpart);
    if (place === undefined)
      throw new StudioError(
        'bad input',
        `The recipe mirrors pictures and learns "${name}" without its counterpart in the mirror, ` +
          `"${schema.landmarks[counterpart]?.name ?? counterpart}". Learn both, or set augmentation.mirror to 0.`,
      );
    return place;
  });
}
