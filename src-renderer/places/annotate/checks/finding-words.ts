import type { FindingKind } from '../../../../src-main/contract/index.ts';

/** As lists and filters name them. */
export const kindTitles: Record<FindingKind, string> = {
  'in both parts': 'In train and validation',
  'swapped sides': 'Left and right swapped',
  'off the shape': 'Off the shape model',
  'crossing contour': 'Contour crosses itself',
  'same place': 'Two on one spot',
  'outside the image': 'Outside the image',
  'missing landmarks': 'Missing',
  'same picture': 'Same picture twice',
  'similar picture': 'Nearly the same picture',
};
