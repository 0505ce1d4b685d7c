import { z } from 'zod';

/** All that is asked of a way to reach a studio. Messages are JSON values of the two kinds below. */
export interface Carrier {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** From a client: call a procedure, follow a subscription, or stop following. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.int().nonnegative(),
    type: z.enum(['query', 'mutation', 'subscription']),
    path: z.string().max(200),
    /** Left out by procedures that take none. */
    input: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('stop'), id: z.int().nonnegative() }),
]);
export type Request = z.infer<typeof requestSchema>;

/** From the studio. A query or mutation is answered by one `result` or `error`; a subscription by any number of `data`, then `end` or `error`. */
export type Response =
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'data'; id: number; value: unknown }
  | { kind: 'end'; id: number }
  | { kind: 'error'; id: number; code: string; message: string };
