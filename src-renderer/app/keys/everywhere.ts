import type { PlaceKey } from './place-key.ts';

/** Heard in every place. */
export const everywhereKeys = [
  { action: 'palette', keys: ['Ctrl+K'], title: 'Go to image, run, action', inFields: true },
  { action: 'all keys', keys: ['?'], title: 'All keys' },
  { action: 'undo', keys: ['Ctrl+Z'], title: 'Undo' },
  { action: 'redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], title: 'Redo' },
  { action: 'go welcome', keys: ['Alt+0'], title: 'Start page', inFields: true },
  { action: 'go annotate', keys: ['Alt+1'], title: 'Annotate', inFields: true },
  { action: 'go train', keys: ['Alt+2'], title: 'Train', inFields: true },
  { action: 'go compare', keys: ['Alt+3'], title: 'Compare', inFields: true },
  { action: 'go data', keys: ['Alt+4'], title: 'Data', inFields: true },
  { action: 'go settings', keys: ['Alt+5'], title: 'Settings', inFields: true },
  { action: 'show agreement', keys: ['Alt+A'], title: 'Agreement: label a blind sample again' },
] as const satisfies readonly PlaceKey[];
