import type { PlaceKey } from './place-key.ts';

/** Of the recipe of the next run and what it would do. */
export const newRunKeys = [
  { action: 'new run', keys: ['Shift+N'], title: 'New run: what the recipe would do' },
  { action: 'choose recipe', keys: ['Shift+R'], title: 'Recipe to start from' },
  { action: 'choose landmarks', keys: ['Shift+L'], title: 'Landmarks to learn' },
  { action: 'choose beginning', keys: ['Shift+T'], title: 'Start from the weights of another run' },
  { action: 'recipe as JSON', keys: ['Shift+J'], title: 'The recipe as JSON' },
  { action: 'reset recipe', keys: ['Shift+U'], title: 'Back to the recipe as it was chosen' },
  { action: 'use largest batch', keys: ['Shift+B'], title: 'Use the largest batch that fits' },
  { action: 'draw samples again', keys: ['Shift+A'], title: 'Draw the changed pictures again' },
  { action: 'hold queue', keys: ['Shift+H'], title: 'Hold or start the queue of runs' },
] as const satisfies readonly PlaceKey[];
