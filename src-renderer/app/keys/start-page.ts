import type { PlaceKey } from './place-key.ts';

/** Of the ways to a project. */
export const startPageKeys = [
  { action: 'try sample', keys: ['S'], title: 'Try the sample' },
  { action: 'import dataset', keys: ['I'], title: 'Import a dataset' },
  { action: 'new project', keys: ['N'], title: 'New project' },
  { action: 'open project', keys: ['O'], title: 'Open a project' },
  { action: 'recent project', keys: ['R'], title: 'Open the project that was open last' },
] as const satisfies readonly PlaceKey[];
