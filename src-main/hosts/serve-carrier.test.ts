import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { initTRPC } from '@trpc/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { StudioError, type Carrier, type Response } from '../contract/index.ts';
import { messagePortCarrier } from './carriers/message-port.ts';
import { webSocketCarrier } from './carriers/web-socket.ts';
import { serveCarrier } from './serve-carrier.ts';

/** Both ends of a carrier; the near one is the client's. */
interface Line {
  client: Carrier;
  studio: Carrier;
}

const closeAfter: (() => void)[] = [];
afterEach(() => {
  for (const close of closeAfter.splice(0)) close();
});

async function webSocketLine(): Promise<Line> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  await new Promise((resolve) => socket.once('open', resolve));
  closeAfter.push(() => {
    socket.terminate();
    server.close();
    http.close();
  });
  return { client: webSocketCarrier(socket), studio: webSocketCarrier(await accepted) };
}

function messagePortLine(): Promise<Line> {
  const { port1, port2 } = new MessageChannel();
  closeAfter.push(() => port1.close());
  return Promise.resolve({ client: messagePortCarrier(port1), studio: messagePortCarrier(port2) });
}

/** A router with one procedure of each kind, and what became of the subscription's signal. */
function smallRouter() {
  const t = initTRPC.create();
  const ended = vi.fn();
  const router = t.router({
    area: t.router({
      double: t.procedure.input(z.object({ number: z.number() })).query(({ input }) => input.number * 2),
      nothing: t.procedure.query(() => undefined),
      refuse: t.procedure.mutation(() => {
        throw new StudioError('in use', 'faces.kps is open in another studio.');
      }),
      break: t.procedure.mutation(() => {
        throw new TypeError('x is not a function');
      }),
      count: t.procedure.input(z.object({ to: z.number() })).subscription(async function* ({ input, signal }) {
        try {
          for (let number = 1; number <= input.to; number++) yield number;
          if (input.to === 0) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        } finally {
          ended();
        }
      }),
    }),
  });
  return { router, ended };
}

describe.each([
  ['WebSocket', webSocketLine],
  ['MessagePort', messagePortLine],
])('the contract over a %s', (_, line) => {
  async function served() {
    const { client, studio } = await line();
    const { router, ended } = smallRouter();
    const onFault = vi.fn();
    serveCarrier(studio, { router, context: {}, onFault });
    const answers: Response[] = [];
    client.onMessage((message) => answers.push(message as Response));
    const call = (id: number, type: 'query' | 'mutation' | 'subscription', path: string, input?: unknown) =>
      client.send({ kind: 'call', id, type, path, input });
    const answered = (count: number) => vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(count));
    return { client, call, answers, answered, onFault, ended };
  }

  it('answers a query', async () => {
    const { call, answers, answered } = await served();
    call(1, 'query', 'area.double', { number: 21 });
    await answered(1);
    expect(answers).toEqual([{ kind: 'result', id: 1, value: 42 }]);
  });

  it('answers a query that needs no input and gives none', async () => {
    const { call, answers, answered } = await served();
    call(1, 'query', 'area.nothing');
    await answered(1);
    expect(answers).toEqual([{ kind: 'result', id: 1 }]);
  });

  it('tells a StudioError by its code and message, and logs nothing', async () => {
    const { call, answers, answered, onFault } = await served();
    call(5, 'mutation', 'area.refuse');
    await answered(1);
    expect(answers).toEqual([
      { kind: 'error', id: 5, code: 'in use', message: 'faces.kps is open in another studio.' },
    ]);
    expect(onFault).not.toHaveBeenCalled();
  });

  it('tells anything else as a fault, and logs it with its path', async () => {
    const { call, answers, answered, onFault } = await served();
    call(6, 'mutation', 'area.break');
    await answered(1);
    expect(answers).toEqual([{ kind: 'error', id: 6, code: 'fault', message: 'x is not a function' }]);
    expect(onFault).toHaveBeenCalledWith('area.break', expect.objectContaining({ message: 'x is not a function' }));
  });

  it('says what is wrong with an input, and where', async () => {
    const { call, answers, answered } = await served();
    call(7, 'query', 'area.double', { number: 'many' });
    await answered(1);
    expect(answers).toEqual([
      {
        kind: 'error',
        id: 7,
        code: 'bad input',
        message: 'This input is not valid. number: expected number, received string.',
      },
    ]);
  });

  it('refuses a procedure it has not, or has of another type', async () => {
    const { call, answers, answered } = await served();
    call(8, 'query', 'area.missing');
    call(9, 'query', 'area.refuse');
    await answered(2);
    expect(answers.map((answer) => answer.kind === 'error' && answer.code)).toEqual(['not found', 'not found']);
  });

  it('answers a message that is no request, when it has a number', async () => {
    const { client, answers, answered } = await served();
    client.send({ kind: 'shout' });
    client.send({ kind: 'call', id: 10, type: 'query', path: 12 });
    await answered(1);
    expect(answers).toMatchObject([{ kind: 'error', id: 10, code: 'bad input' }]);
  });

  it('sends what a subscription yields, then its end', async () => {
    const { call, answers, answered } = await served();
    call(1, 'subscription', 'area.count', { to: 2 });
    await answered(3);
    expect(answers).toEqual([
      { kind: 'data', id: 1, value: 1 },
      { kind: 'data', id: 1, value: 2 },
      { kind: 'end', id: 1 },
    ]);
  });

  it('stops a subscription without a word more', async () => {
    const { client, call, answers, answered, ended } = await served();
    call(1, 'subscription', 'area.count', { to: 0 });
    call(2, 'query', 'area.double', { number: 1 });
    await answered(1);
    client.send({ kind: 'stop', id: 1 });
    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
    call(3, 'query', 'area.double', { number: 2 });
    await answered(2);
    expect(answers.map((answer) => answer.id)).toEqual([2, 3]);
  });

  it('stops everything when the carrier closes', async () => {
    const { client, call, answered, ended } = await served();
    call(1, 'subscription', 'area.count', { to: 0 });
    call(2, 'query', 'area.nothing');
    await answered(1);
    client.close();
    await vi.waitFor(() => expect(ended).toHaveBeenCalled());
  });
});

it('shows a WebSocket client out that does not send JSON text', async () => {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closeAfter.push(() => {
    server.close();
    http.close();
  });
  server.on('connection', (socket) =>
    serveCarrier(webSocketCarrier(socket), { ...smallRouter(), context: {}, onFault: vi.fn() }),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const code = new Promise((resolve) => socket.once('close', resolve));
  socket.once('open', () => socket.send('{not json'));
  expect(await code).toBe(1007);
});
