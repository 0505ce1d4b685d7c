import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  StudioError,
  type Carrier,
  type EditResult,
  type ImageListPage,
  type ProjectSummary,
  type Request,
  type StudioEvent,
} from '../../src-main/contract/index.ts';
import { createClientOver, createStudioClient, type StudioClient } from './client.ts';
import { Requests } from './requests.ts';

/** The far end of a carrier, in the test's hand. */
function farEnd() {
  const sent: Request[] = [];
  let tell: (message: unknown) => void = () => undefined;
  let drop: () => void = () => undefined;
  const carrier: Carrier = {
    send: (message) => sent.push(message as Request),
    onMessage: (listener) => (tell = listener),
    onClose: (listener) => (drop = listener),
    close: () => drop(),
  };
  return { carrier, sent, tell: (message: unknown) => tell(message), drop: () => drop() };
}

describe('the window’s client', () => {
  it('calls by path and answers with the value', async () => {
    const { carrier, sent, tell } = farEnd();
    const answer = createStudioClient(carrier).images.get.query({ imageId: 7 });
    expect(sent).toEqual([{ kind: 'call', id: 1, type: 'query', path: 'images.get', input: { imageId: 7 } }]);
    tell({ kind: 'result', id: 1, value: { id: 7 } });
    expect(await answer).toEqual({ id: 7 });
  });

  it('keeps calls apart', async () => {
    const { carrier, tell } = farEnd();
    const client = createStudioClient(carrier);
    const first = client.project.current.query();
    const second = client.annotations.undo.mutate();
    tell({ kind: 'result', id: 2, value: 'second' });
    tell({ kind: 'result', id: 1, value: 'first' });
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('rejects with the studio’s own error', async () => {
    const { carrier, tell } = farEnd();
    const answer = createStudioClient(carrier).project.open.mutate({ path: '/nowhere.kps' });
    tell({ kind: 'error', id: 1, code: 'not found', message: 'There is no project at /nowhere.kps.' });
    const error: unknown = await answer.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({ code: 'not found', message: 'There is no project at /nowhere.kps.' });
  });

  it('stops a call that is aborted', async () => {
    const { carrier, sent } = farEnd();
    const abort = new AbortController();
    const answer = createStudioClient(carrier).project.current.query(undefined, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(sent.at(-1)).toEqual({ kind: 'stop', id: 1 });
  });

  it('follows a subscription until it is told to stop', () => {
    const { carrier, sent, tell } = farEnd();
    const seen: StudioEvent[] = [];
    const subscription = createStudioClient(carrier).system.events.subscribe(undefined, {
      onData: (event) => seen.push(event),
    });
    tell({ kind: 'data', id: 1, value: { kind: 'run', runId: 3 } });
    subscription.unsubscribe();
    tell({ kind: 'data', id: 1, value: { kind: 'run', runId: 4 } });
    expect(seen).toEqual([{ kind: 'run', runId: 3 }]);
    expect(sent.at(-1)).toEqual({ kind: 'stop', id: 1 });
  });

  it('fails calls in flight when the carrier is lost, and asks for subscriptions again on the next', async () => {
    const before = farEnd();
    const after = farEnd();
    const requests = new Requests();
    requests.attach(before.carrier);
    const client = createClientOver(requests);
    const seen: StudioEvent[] = [];
    client.system.events.subscribe(undefined, { onData: (event) => seen.push(event) });
    const inFlight = client.project.current.query();
    before.drop();
    await expect(inFlight).rejects.toMatchObject({ code: 'connection lost' });
    await expect(client.project.current.query()).rejects.toMatchObject({ code: 'connection lost' });

    requests.attach(after.carrier);
    expect(after.sent).toMatchObject([{ kind: 'call', type: 'subscription', path: 'system.events' }]);
    after.tell({ kind: 'data', id: after.sent[0]!.id, value: { kind: 'run', runId: 5 } });
    before.tell({ kind: 'data', id: after.sent[0]!.id, value: { kind: 'run', runId: 6 } });
    expect(seen).toEqual([{ kind: 'run', runId: 5 }]);
  });
});

it('infers inputs and outputs from the router', () => {
  expectTypeOf<Awaited<ReturnType<StudioClient['images']['list']['query']>>>().toEqualTypeOf<ImageListPage>();
  expectTypeOf<Awaited<ReturnType<StudioClient['annotations']['edit']['mutate']>>>().toEqualTypeOf<EditResult>();
  expectTypeOf<
    Awaited<ReturnType<StudioClient['project']['current']['query']>>
  >().toEqualTypeOf<ProjectSummary | null>();
  expectTypeOf<Parameters<StudioClient['project']['open']['mutate']>[0]>().toExtend<{ path: string }>();
  // @ts-expect-error the contract has no such procedure
  expectTypeOf<StudioClient['images']['paint']>();
});
