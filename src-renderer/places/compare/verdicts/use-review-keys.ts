import type { EditResult, VerdictKind } from '../../../../src-main/contract/index.ts';
import { useKeys } from '../../../app/use-keys.ts';
import { useAnnotation } from '../../../stores/annotation.ts';
import { useComparison } from '../../../stores/comparison.ts';
import { useLabelCorrection } from '../../../stores/label-correction.ts';
import { studioClient } from '../../../stores/studio.ts';
import { followVerdicts, useVerdicts } from '../../../stores/verdicts.ts';

/** Keys of the review: a verdict by one key, a wrong label corrected by another, both taken back by undo. */
export function useReviewKeys(): void {
  const comparison = useComparison();
  const annotation = useAnnotation();
  const verdicts = useVerdicts();
  const correction = useLabelCorrection();

  /** What came back is shown: the face is chosen that it is about. */
  function travel(label: string, go: () => Promise<EditResult>): void {
    if (annotation.readOnly) return;
    annotation.perform(label, async () => {
      const result = await go();
      const { imageId } = result.entry;
      const face = comparison.candidates.find((each) => each.imageId === imageId);
      if (face && comparison.selected?.imageId !== imageId) comparison.selectedId = face.instanceId;
      return result;
    });
  }

  const give = (verdict: VerdictKind | null) => () => verdicts.give(verdict);
  followVerdicts();
  useKeys({
    'label wrong': give('label wrong'),
    'model wrong': give('model wrong'),
    ambiguous: give('ambiguous'),
    'image bad': give('image bad'),
    'no verdict': give(null),
    'next unreviewed': () => verdicts.goOn(),
    'unreviewed faces': () => (verdicts.filter = verdicts.filter === 'unreviewed' ? 'all' : 'unreviewed'),
    'accept landmarks': () => correction.accept(false),
    'accept face': () => correction.accept(true),
    'choose next landmark': () => correction.chooseFurther(true),
    'let go of landmark': () => correction.chooseFurther(false),
    'correct by hand': () => correction.byHand(),
    undo: () => travel('Undo', () => studioClient().annotations.undo.mutate({})),
    redo: () => travel('Redo', () => studioClient().annotations.redo.mutate({})),
  });
}
