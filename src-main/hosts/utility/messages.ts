import type { Picture } from '../pictures.ts';

/** From the shell to the studio it has started. A port for one window comes with `connect`. */
export type ToStudio =
  | { kind: 'connect' }
  | { kind: 'picture'; id: number; address: string }
  /** Put everything away and leave. */
  | { kind: 'close' };

/** From the studio to the shell. */
export interface FromStudio {
  kind: 'picture';
  id: number;
  picture: Picture | null;
}
