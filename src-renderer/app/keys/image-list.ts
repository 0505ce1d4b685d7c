import type { PlaceKey } from './place-key.ts';

/** Heard in Annotate as well. */
export const imageListKeys = [
  { action: 'filter images', keys: ['/'], title: 'Filter the images' },
  { action: 'next image', keys: ['PageDown', 'J'], title: 'Next image' },
  { action: 'previous image', keys: ['PageUp', 'K'], title: 'Previous image' },
  {
    action: 'image of the rule',
    keys: ['W'],
    title: 'Next image by the rule: unlabelled, chosen, random, of a status',
  },
  { action: 'choose rule', keys: ['Shift+N'], title: 'Which image is next: choose the rule' },
  { action: 'choose images', keys: ['Alt+N'], title: 'What to label next: choose images' },
  { action: 'more filters', keys: ['Shift+F'], title: 'Filter by status, flags, faces and more' },
  { action: 'pick next image', keys: ['Shift+PageDown', 'Shift+J'], title: 'Select the next image too' },
  { action: 'pick previous image', keys: ['Shift+PageUp', 'Shift+K'], title: 'Select the image before too' },
  { action: 'pick all images', keys: ['Ctrl+Shift+A'], title: 'Select all images of the list' },
  { action: 'mark new', keys: ['5'], title: 'Mark the image, or those selected, new' },
  { action: 'mark predicted', keys: ['6'], title: 'Mark predicted' },
  { action: 'mark in work', keys: ['7'], title: 'Mark in work' },
  { action: 'mark done', keys: ['8'], title: 'Mark done' },
  { action: 'mark rejected', keys: ['9'], title: 'Mark rejected' },
  { action: 'suggest labels', keys: ['Alt+G'], title: 'Suggest labels by a run; accept or dismiss all' },
  { action: 'flag image', keys: ['Q'], title: 'Flags of the image, or of those selected' },
  { action: 'write note', keys: ['E'], title: 'Write a note about the image' },
  { action: 'filter part', keys: ['Alt+T'], title: 'All images, train alone, validation alone' },
  { action: 'order images', keys: ['Shift+O'], title: 'Order of the images' },
  { action: 'clear filters', keys: ['Alt+/'], title: 'All images again' },
  { action: 'ask for errors', keys: ['Shift+E'], title: 'Show the errors of the latest run' },
  { action: 'pick no image', keys: ['Alt+Shift+A'], title: 'Select no images' },
] as const satisfies readonly PlaceKey[];
