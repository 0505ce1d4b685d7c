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
  { action: 'fold left panel', keys: ['<'], title: 'Fold the panel on the left, or show it' },
  { action: 'fold right panel', keys: ['>'], title: 'Fold the panel on the right, or show it' },
  { action: 'close notice', keys: ['Alt+X'], title: 'Close the notice', inFields: true, inDialogs: true },
  { action: 'cancel job', keys: ['Alt+J'], title: 'Cancel the job under way', inFields: true, inDialogs: true },
  { action: 'bring back project', keys: ['Alt+W'], title: 'Open the project where it is now, or write it again' },
] as const satisfies readonly PlaceKey[];
