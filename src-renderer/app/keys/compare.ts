import type { PlaceKey } from './place-key.ts';

/** Of the pictures of a run and the one that is chosen. */
export const compareKeys = [
  { action: 'next run image', keys: ['ArrowRight', 'N'], title: 'Next image', onStage: true },
  { action: 'previous run image', keys: ['ArrowLeft', 'B'], title: 'Previous image', onStage: true },
  { action: 'run image below', keys: ['ArrowDown'], title: 'Image below', onStage: true },
  { action: 'run image above', keys: ['ArrowUp'], title: 'Image above', onStage: true },
  {
    action: 'open run image',
    keys: ['Enter'],
    title: 'Correct the image in Annotate',
    onStage: true,
  },
  { action: 'look inside', keys: ['I'], title: 'Look inside run A with the image' },
  { action: 'best face', keys: ['1'], title: 'Best image' },
  { action: 'median face', keys: ['2'], title: 'Median image' },
  { action: 'worst face', keys: ['3'], title: 'Worst image' },
  { action: 'flicker', keys: ['X'], title: 'Show prediction A, B, both' },
  { action: 'try photograph', keys: ['T'], title: 'Try a photograph' },
] as const satisfies readonly PlaceKey[];
