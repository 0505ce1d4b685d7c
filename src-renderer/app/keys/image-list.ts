import type { PlaceKey } from './place-key.ts';

/** Heard in Annotate as well. */
export const imageListKeys = [
  { action: 'filter images', keys: ['/'], title: 'Filter the images' },
  { action: 'next image', keys: ['PageDown', 'J'], title: 'Next image' },
  { action: 'previous image', keys: ['PageUp', 'K'], title: 'Previous image' },
] as const satisfies readonly PlaceKey[];
