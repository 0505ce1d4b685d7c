import type { PlaceKey } from './place-key.ts';

/** Of blind second labellings and what they came to. */
export const agreementKeys = [
  { action: 'new agreement', keys: ['N'], title: 'Label a sample again' },
  { action: 'continue agreement', keys: ['G'], title: 'Go on labelling the sample' },
  { action: 'delete agreement', keys: ['Delete'], title: 'Delete the agreement' },
  { action: 'worst deviations', keys: ['W'], title: 'Landmarks that are furthest off first' },
  { action: 'leave agreement', keys: ['Escape'], title: 'Back to Compare', onStage: true },
] as const satisfies readonly PlaceKey[];
