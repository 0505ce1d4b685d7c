import type { Landmark, SuggestExclusion } from '../../contract/index.ts';
import { looksOf, type ImageWithInstances, type Look } from '../runs/looks.ts';
import { boxOfInstance } from '../runs/seen-by-run.ts';
import type { StoredImage, StoredRun } from '../store/interface.ts';

/** What a run is asked for suggestions about. */
export interface Suggestible {
  looks: Look[];
  /** Images of the looks. */
  images: number;
  excluded: SuggestExclusion[];
}

type Images = readonly ImageWithInstances[];

/**
 * Which looks a run takes at images to suggest landmarks there: each image without a placed landmark, once as a whole, or of a run
 * that crops each of its boxes. An image without a box is not shown whole to such a run: it learned what fills a box.
 */
export function suggestible(
  run: Pick<StoredRun, 'id' | 'recipe'>,
  images: Images,
  fileOf: (image: StoredImage) => string,
): Suggestible {
  const excluded: SuggestExclusion[] = [];
  const take = (from: Images, keep: (each: ImageWithInstances) => boolean, reason: string): Images => {
    const kept = from.filter(keep);
    if (kept.length < from.length) excluded.push({ reason, images: from.length - kept.length });
    return kept;
  };
  const unlabelled = take(
    images,
    ({ instances }) => instances.every(({ landmarks }) => landmarks.every(isAbsent)),
    'have labels already',
  );
  const wanted = take(unlabelled, ({ image }) => image.status !== 'rejected', 'are rejected');
  const crops = run.recipe.input.crop !== 'whole image';
  const seen = crops
    ? take(
        wanted,
        ({ instances }) => instances.some((instance) => boxOfInstance(instance) !== null),
        `have no box: run ${run.id} crops by a box. Draw one first, or use a run that sees the whole image`,
      )
    : take(
        wanted,
        ({ instances }) => instances.length <= 1,
        `have several faces: run ${run.id} sees the whole image and finds one`,
      );
  return { looks: looksOf(run, [...seen], fileOf), images: seen.length, excluded };
}

const isAbsent = ({ visibility }: Landmark): boolean => visibility === 'absent';
