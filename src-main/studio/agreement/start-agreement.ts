import type { z } from 'zod';
import {
  StudioError,
  type AgreementSummary,
  type ImageFilter,
  type startAgreementSchema,
} from '../../contract/index.ts';
import type { ReadableStore, Store, StoredAgreement } from '../store/interface.ts';
import { shuffle } from '../store/shuffle.ts';

/**
 * Draws the sample and puts its blind second labelling under way. The same seed draws the same images of the same filter.
 * Throws StudioError 'bad input' when there are fewer images than asked for, or another agreement is under way.
 */
export function startAgreement(
  store: Store,
  { images, filter, seed }: z.output<typeof startAgreementSchema>,
): AgreementSummary {
  const other = store.summary().agreement;
  if (other !== null)
    throw new StudioError('bad input', `Agreement ${other} is under way. Finish or pause it before you start another.`);
  const known = sampleable(store, filter);
  if (known.length < images)
    throw new StudioError(
      'bad input',
      known.length === 0
        ? 'There is no labelled image to label a second time: none that the filter lets through has a label.'
        : `There are only ${known.length} labelled images to label a second time; ask for at most so many, or widen the filter.`,
    );
  const imageIds = shuffle(known, seed)
    .slice(0, images)
    .sort((one, other) => one - other);
  return summaryOf(store.agreements.one(store.agreements.start({ imageIds, seed, filter })));
}

/** Ids of the images of the filter that have a label, rejected ones left out. */
export function sampleable(store: ReadableStore, filter: ImageFilter): number[] {
  return store.images
    .withInstances(filter)
    .filter(
      ({ image, instances }) =>
        image.status !== 'rejected' &&
        instances.some(({ landmarks }) => landmarks.some(({ visibility }) => visibility !== 'absent')),
    )
    .map(({ image }) => image.id);
}

export function summaryOf(agreement: StoredAgreement): AgreementSummary {
  const { underWay, ...rest } = agreement;
  return { ...rest, state: agreement.finishedAt !== null ? 'finished' : underWay ? 'under way' : 'paused' };
}
