import { callTRPCProcedure, type AnyTRPCRouter } from '@trpc/server';
import { requestSchema, type Carrier, type Request, type Response } from '../contract/index.ts';
import { toldError } from './told-error.ts';

export interface ServeCarrierOptions {
  router: AnyTRPCRouter;
  /** What the procedures are given: the studio. */
  context: unknown;
  /** Told of every error that is a fault of ours, with the procedure that threw it. */
  onFault: (path: string, error: unknown) => void;
}

/**
 * Answers the contract's calls that come over a carrier, until it closes. Calls run side by side; a call that is stopped,
 * or whose carrier closes, has its signal aborted and is not answered.
 */
export function serveCarrier(carrier: Carrier, { router, context, onFault }: ServeCarrierOptions): void {
  const running = new Map<number, AbortController>();
  const send = (response: Response) => carrier.send(response);

  carrier.onClose(() => {
    for (const abort of running.values()) abort.abort();
    running.clear();
  });

  carrier.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      const id = idOf(message);
      if (id !== null) send({ kind: 'error', id, ...toldError(request.error) });
      return;
    }
    if (request.data.kind === 'call') void answer(request.data);
    else {
      running.get(request.data.id)?.abort();
      running.delete(request.data.id);
    }
  });

  async function answer({ id, type, path, input }: Request & { kind: 'call' }): Promise<void> {
    if (running.has(id)) {
      send({ kind: 'error', id, code: 'bad input', message: `A call with the number ${id} is still running.` });
      return;
    }
    const abort = new AbortController();
    const { signal } = abort;
    running.set(id, abort);
    try {
      const answered: unknown = await callTRPCProcedure({
        router,
        path,
        type,
        ctx: context,
        getRawInput: () => Promise.resolve(input),
        signal,
        batchIndex: 0,
      });
      if (type === 'subscription') {
        for await (const value of answered as AsyncIterable<unknown>) {
          if (signal.aborted) return;
          send({ kind: 'data', id, value });
        }
        if (!signal.aborted) send({ kind: 'end', id });
      } else if (!signal.aborted) send({ kind: 'result', id, value: answered });
    } catch (error) {
      if (signal.aborted) return;
      const told = toldError(error);
      if (told.code === 'fault') onFault(path, error);
      send({ kind: 'error', id, ...told });
    } finally {
      if (running.get(id) === abort) running.delete(id);
    }
  }
}

function idOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null;
  return Number.isSafeInteger(message.id) ? (message.id as number) : null;
}
