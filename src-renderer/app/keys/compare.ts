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
  { action: 'best face', keys: ['Q'], title: 'Best image' },
  { action: 'median face', keys: ['H'], title: 'Median image' },
  { action: 'worst face', keys: ['W'], title: 'Worst image' },
  { action: 'flicker', keys: ['X'], title: 'Show prediction A, B, both' },
  { action: 'error vectors', keys: ['E'], title: 'Lines of the errors' },
  { action: 'worse faces', keys: ['G'], title: 'Where A got worse than B, ranked' },
  { action: 'face panel', keys: ['F'], title: 'The chosen image, landmark by landmark' },
  { action: 'error map', keys: ['M'], title: 'Errors on the mean face' },
  { action: 'error curve', keys: ['C'], title: 'Share of images under an error (CED)' },
  { action: 'report runs', keys: ['R'], title: 'Report of the runs, as one file' },
  { action: 'safe colours', keys: ['K'], title: 'Colour-blind safe marks' },
  { action: 'try photograph', keys: ['T'], title: 'Try a photograph' },
] as const satisfies readonly PlaceKey[];
