import { arrowKeys, type PlaceKey } from './place-key.ts';

/** Of a picture of one’s own, in the place of Compare. */
export const photographKeys = [
  { action: 'choose photograph', keys: ['O'], title: 'Choose a photograph' },
  { action: 'move box', keys: arrowKeys(''), fourWays: true, title: 'Move the box, or begin one', onStage: true },
  {
    action: 'size box',
    keys: arrowKeys('Shift+'),
    fourWays: true,
    title: 'Make the box wider, narrower, taller, lower',
    onStage: true,
  },
  { action: 'whole image', keys: ['W'], title: 'Look at the whole image' },
  {
    action: 'predict photograph',
    keys: ['Enter'],
    title: 'Find the landmarks',
    onStage: true,
  },
  { action: 'close up', keys: ['Z'], title: 'Close up on the face, and back' },
  { action: 'hide landmarks', keys: ['X'], title: 'Hide or show the landmarks' },
  { action: 'leave photograph', keys: ['Escape'], title: 'Back to Compare', onStage: true },
  { action: 'send photograph', keys: ['L'], title: 'Send a photograph from this browser’s computer' },
  { action: 'save photograph', keys: ['S'], title: 'Save the picture with its landmarks' },
  { action: 'copy landmarks', keys: ['J'], title: 'Copy the landmarks as JSON' },
  { action: 'copy landmark table', keys: ['C'], title: 'Copy the landmarks as CSV' },
] as const satisfies readonly PlaceKey[];
