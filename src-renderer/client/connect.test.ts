import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request, StudioShell } from '../../src-main/contract/index.ts';
import { connectStudio } from './connect.ts';

/** A WebSocket whose far end is in the test's hand. */
class FakeSocket extends EventTarget {
  static made: FakeSocket[] = [];
  readonly sent: Request[] = [];
  readonly url: string;

  constructor(url: URL) {
    super();
    this.url = url.href;
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Request);
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  answer(value: unknown): void {
    const { id } = this.sent.at(-1)!;
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ kind: 'result', id, value }) }));
  }
}

const socket = (index: number) => vi.waitFor(() => FakeSocket.made[index] ?? Promise.reject(new Error('none yet')));

beforeEach(() => {
  FakeSocket.made = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('no answer')));
  history.replaceState(null, '', '/?token=secret&place=train#x');
});
afterEach(() => {
  vi.unstubAllGlobals();
  delete window.studioShell;
});

describe('in a browser', () => {
  it('connects to where the page came from and takes the token out of the address', async () => {
    const connecting = connectStudio();
    const first = await socket(0);
    expect(first.url).toBe(`${location.origin.replace('http', 'ws')}/contract`);
    expect(location.search + location.hash).toBe('?place=train#x');
    first.dispatchEvent(new Event('open'));
    const { client, connection } = await connecting;
    expect(connection.state).toBe('connected');
    const answer = client.project.current.query();
    first.answer(null);
    expect(await answer).toBeNull();
  });

  it('says that it is lost, tries again, and says that it is back', async () => {
    const connecting = connectStudio();
    (await socket(0)).dispatchEvent(new Event('open'));
    const { client, connection } = await connecting;
    const states: string[] = [];
    connection.onChange((state) => states.push(state));
    FakeSocket.made[0]!.close();
    await expect(client.project.current.query()).rejects.toMatchObject({ code: 'connection lost' });
    (await socket(1)).close();
    (await socket(2)).dispatchEvent(new Event('open'));
    await vi.waitFor(() => expect(states).toEqual(['lost', 'connected']));
  });

  it('gives up when the studio does not know this window', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue({ status: 401 }));
    const connecting = connectStudio();
    (await socket(0)).close();
    await expect(connecting).rejects.toMatchObject({
      code: 'connection lost',
      message: expect.stringContaining('Open the address it printed') as string,
    });
    expect(FakeSocket.made).toHaveLength(1);
  });
});

describe('in Electron', () => {
  function fromShell(kind: string, ports: MessagePort[] = []): void {
    window.dispatchEvent(new MessageEvent('message', { data: { kind }, source: window as never, ports }));
  }

  it('asks for a port, talks over it, and takes the next when the studio was started again', async () => {
    const requestPort = vi.fn();
    window.studioShell = { platform: 'linux', requestPort } as unknown as StudioShell;
    const connecting = connectStudio();
    expect(requestPort).toHaveBeenCalledOnce();
    const first = new MessageChannel();
    const heard: string[] = [];
    first.port2.onmessage = ({ data }: MessageEvent<string>) => heard.push(data);
    fromShell('studio port', [first.port1]);
    const { client, connection } = await connecting;
    const lost = client.project.current.query();
    await vi.waitFor(() => expect(heard).toHaveLength(1));

    fromShell('studio lost');
    expect(connection.state).toBe('lost');
    await expect(lost).rejects.toMatchObject({ code: 'connection lost' });

    const second = new MessageChannel();
    second.port2.onmessage = ({ data }: MessageEvent<string>) => {
      const { id } = JSON.parse(data) as Request;
      second.port2.postMessage(JSON.stringify({ kind: 'result', id, value: null }));
    };
    fromShell('studio port', [second.port1]);
    expect(connection.state).toBe('connected');
    expect(await client.project.current.query()).toBeNull();
    second.port2.close();
    first.port2.close();
  });

  it('hears no other window', async () => {
    window.studioShell = { platform: 'linux', requestPort: vi.fn() } as unknown as StudioShell;
    const connected = vi.fn();
    void connectStudio().then(connected);
    const { port1 } = new MessageChannel();
    window.dispatchEvent(new MessageEvent('message', { data: { kind: 'studio port' }, source: null, ports: [port1] }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(connected).not.toHaveBeenCalled();
    port1.close();
  });
});
