import { pictureChanges, type PictureChange } from '../../contract/index.ts';
import { byTheWorstFace, inPx, median, type ScoredImage, type SurveyedImage } from './scored-images.ts';

/** Part of what a network sees by which answers always differ: digits and resampling. */
const leastUsual = 1e-4;

/**
 * Ranks by how far answers to the changed picture, taken back, lie from the answer to the picture itself (test-time
 * augmentation). Each change counts by how many times the usual of all these images it is, so that one under which the network is
 * bad everywhere, as one that never saw a mirrored picture, does not decide alone.
 */
export function byDisagreement(images: readonly SurveyedImage[]): ScoredImage[] {
  const looks = images.flatMap((each) => each.looks);
  const usual = new Map(
    pictureChanges.map((change) => {
      const parts = looks.flatMap(({ changed, seenPx }) =>
        changed.flatMap((each) => (each.change === change ? [each.apartPx / seenPx] : [])),
      );
      return [change, Math.max(leastUsual, median(parts))];
    }),
  );
  return byTheWorstFace(images, ({ changed, seenPx }) => {
    const times = changed.map(({ change, apartPx }) => {
      const usualPx = (usual.get(change) ?? leastUsual) * seenPx;
      return { change, apartPx, usualPx, times: apartPx / usualPx };
    });
    const [first, ...others] = times;
    if (!first) return null;
    const most = others.reduce((one, other) => (other.times > one.times ? other : one), first);
    return {
      score: times.reduce((sum, each) => sum + each.times, 0) / times.length,
      words: `${inWords[most.change]} is answered ${inPx(most.apartPx)} apart (usual: ${inPx(most.usualPx)})`,
    };
  });
}

const inWords: Record<PictureChange, string> = {
  mirrored: 'its mirrored picture',
  'moved right and down': 'its picture moved right and down',
  'moved left and up': 'its picture moved left and up',
  'made smaller': 'its picture made smaller',
  'made larger': 'its picture made larger',
  'made brighter': 'its picture made brighter',
  'made darker': 'its picture made darker',
};
