import type { ImageStatus } from '../../../src-main/contract/index.ts';

/** In the order work goes. */
export const imageStatuses: readonly ImageStatus[] = ['new', 'predicted', 'in work', 'done', 'rejected'];

/** Class that colours a status; the word itself is always there too. */
export const statusClass: Record<ImageStatus, string> = {
  new: 'mute',
  predicted: 'predicted',
  'in work': 'warn',
  done: 'ok',
  rejected: 'danger',
};
