import { Bot, CircleQuestionMark, ImageOff, Tag } from '@lucide/vue';
import { verdictKinds, type Verdict, type VerdictKind } from '../../../../src-main/contract/index.ts';
import { countOf } from '../../../app/messages.ts';
import type { KeyAction } from '../../../app/keys.ts';
import { formatPx } from '../../../components/charts/figures.ts';
import type { VerdictFilter } from '../../../stores/verdicts.ts';

/** How a verdict is shown: a short word and a sign on a button, and what it means in its tip. */
export const verdictWords: Record<VerdictKind, { short: string; means: string; action: KeyAction; icon: typeof Tag }> =
  {
    'label wrong': {
      short: 'Label',
      means: 'The label is wrong: correct it beside',
      action: 'label wrong',
      icon: Tag,
    },
    'model wrong': {
      short: 'Model',
      means: 'The run is wrong, the label is right',
      action: 'model wrong',
      icon: Bot,
    },
    ambiguous: {
      short: '?',
      means: 'Ambiguous: nobody could say; it stays counted',
      action: 'ambiguous',
      icon: CircleQuestionMark,
    },
    'image bad': {
      short: 'Bad',
      means: 'The picture is of no use: marks the image rejected',
      action: 'image bad',
      icon: ImageOff,
    },
  };

export const verdictFilters: readonly { filter: VerdictFilter; title: string }[] = [
  { filter: 'all', title: 'All verdicts' },
  { filter: 'unreviewed', title: 'Unreviewed' },
  ...verdictKinds.map((filter) => ({ filter, title: filter })),
];

/** What became of the label since the verdict; empty while it is as it was. */
export function changeInWords({ labelChanged }: Pick<Verdict, 'labelChanged'>): string {
  if (!labelChanged) return '';
  const { landmarks, meanMovePx } = labelChanged;
  return `label corrected: ${countOf(landmarks, 'landmark')}${meanMovePx > 0 ? ` by ${formatPx(meanMovePx)} px` : ''}`;
}
