import type { PlaceKey } from './place-key.ts';

/** Of the settings. */
export const settingsKeys = [
  { action: 'next theme', keys: ['T'], title: 'Theme: as the system, dark, light' },
  { action: 'search keys', keys: ['/'], title: 'Search the keys by words' },
  { action: 'search by key', keys: ['K'], title: 'Search the keys by a key' },
  { action: 'reset keys', keys: ['Ctrl+Alt+R'], title: 'Set all keys back' },
] as const satisfies readonly PlaceKey[];
