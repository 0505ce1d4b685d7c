import type { PlaceKey } from './place-key.ts';

/** Of the cards of the project’s data. */
export const dataKeys = [
  { action: 'find moved images', keys: ['M'], title: 'Find images that were moved' },
  { action: 'order people', keys: ['P'], title: 'People by name, or the least done first' },
  { action: 'apply split', keys: ['S'], title: 'Split the images; what is missing is asked for' },
  { action: 'import images', keys: ['I'], title: 'Import images; what is missing is asked for' },
  { action: 'last import', keys: ['L'], title: 'What the last import said' },
  { action: 'open findings', keys: ['C'], title: 'Label checks: show what they found' },
  { action: 'export dataset', keys: ['X'], title: 'Export the dataset' },
  { action: 'export model', keys: ['Shift+X'], title: 'Export a model' },
  { action: 'export schema', keys: ['J'], title: 'Export the schema as JSON' },
  { action: 'edit schema', keys: ['E'], title: 'Edit the schema' },
] as const satisfies readonly PlaceKey[];
