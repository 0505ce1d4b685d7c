import { createTRPCClientProxy, TRPCUntypedClient, type TRPCClient, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { StudioError, type Carrier, type StudioRouter } from '../../src-main/contract/index.ts';
import { Requests } from './requests.ts';

/**
 * The contract as the window calls it: `client.images.list.query({...})`, `client.annotations.edit.mutate({...})`,
 * `client.system.events.subscribe(undefined, { onData })`. Calls reject with a StudioError.
 */
export type StudioClient = TRPCClient<StudioRouter>;

/** A client over one carrier. When the carrier closes, so does every call; `connectStudio` makes one that reconnects. */
export function createStudioClient(carrier: Carrier): StudioClient {
  const requests = new Requests();
  requests.attach(carrier);
  return createClientOver(requests);
}

export function createClientOver(requests: Requests): StudioClient {
  return createTRPCClientProxy(new PlainErrorClient({ links: [requestsLink(requests)] }));
}

/** tRPC's last link: hands every operation to the requests. */
function requestsLink(requests: Requests): TRPCLink<StudioRouter> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const stop = requests.start({
          type: op.type,
          path: op.path,
          input: op.input,
          answers: {
            value: (data) => observer.next({ result: { data } }),
            end: () => observer.complete(),
            error: (error) => observer.error(error as never),
          },
        });
        const abort = () => {
          stop();
          observer.error(new StudioError('cancelled', 'The call was cancelled.') as never);
        };
        if (op.signal?.aborted) abort();
        else op.signal?.addEventListener('abort', abort, { once: true });
        return () => {
          op.signal?.removeEventListener('abort', abort);
          stop();
        };
      });
}

/** tRPC wraps whatever its link throws in an error of its own; callers here get the studio's error itself. */
class PlainErrorClient extends TRPCUntypedClient<StudioRouter> {
  override query(...call: Parameters<TRPCUntypedClient<StudioRouter>['query']>): Promise<unknown> {
    return super.query(...call).catch(throwStudioError);
  }

  override mutation(...call: Parameters<TRPCUntypedClient<StudioRouter>['mutation']>): Promise<unknown> {
    return super.mutation(...call).catch(throwStudioError);
  }
}

function throwStudioError(error: unknown): never {
  throw error instanceof Error && error.cause instanceof StudioError ? error.cause : error;
}
