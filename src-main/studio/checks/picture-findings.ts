import type { FindingKind, SplitPart } from '../../contract/index.ts';
import type { AlikePictures, CheckedLabels, NewFinding } from '../store/check-table.ts';
import { pictureMark, stateOf } from './marks.ts';

/** One that trains and one that validates. */
export const inBothParts = (one: SplitPart, other: SplitPart): boolean =>
  (one === 'train' && other === 'validation') || (one === 'validation' && other === 'train');

/**
 * The finding about two alike pictures: of the one that trains where the other validates (so that what is measured by stays
 * as it is), else of the one that came later. It can be rejected.
 */
export function pictureFinding(one: CheckedLabels, other: CheckedLabels, likeness: number): NewFinding {
  const isLeak = inBothParts(one.image.split, other.image.split);
  const [first, second] = one.image.id < other.image.id ? [one, other] : [other, one];
  const [about, twin] = isLeak && first.image.split === 'train' ? [first, second] : [second, first];
  const kind: FindingKind = isLeak ? 'in both parts' : likeness === 1 ? 'same picture' : 'similar picture';
  const how = likeness === 1 ? 'The same picture' : 'Nearly the same picture';
  const marks = [pictureMark(kind, [about.image.contentHash, twin.image.contentHash])];
  return {
    imageId: about.image.id,
    otherImageId: twin.image.id,
    instanceId: null,
    kind,
    severity: likeness,
    state: stateOf(marks, about.decisions),
    landmarks: [],
    words: isLeak
      ? `${how} ${about.image.split === 'train' ? 'trains here and validates as' : 'validates here and trains as'} ${twin.image.name}`
      : `${how} as ${twin.image.name}`,
    area: null,
    fix: { kind: 'reject image', words: `Reject ${about.image.name}` },
    marks,
  };
}

/**
 * What to tell of an image that is like others that came before, so that ten copies make nine findings and not 45: the pair in
 * both parts of the split where there is one, else the likest. Null when the image or all of the others are rejected or gone.
 */
export function findingOfLater(
  pairs: readonly AlikePictures[],
  labelsOf: (imageId: number) => CheckedLabels | null,
): NewFinding | null {
  const known = pairs.flatMap(({ one, other, likeness }) => {
    const [first, later] = [labelsOf(one), labelsOf(other)];
    if (!first || !later || [first, later].some(({ image }) => image.status === 'rejected')) return [];
    const rank = (inBothParts(first.image.split, later.image.split) ? 2 : 0) + likeness;
    return [{ first, later, likeness, rank }];
  });
  const best = known.reduce<(typeof known)[number] | null>(
    (top, each) => (top && top.rank >= each.rank ? top : each),
    null,
  );
  return best && pictureFinding(best.first, best.later, best.likeness);
}
