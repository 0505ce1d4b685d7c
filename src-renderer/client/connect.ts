import { StudioError, type PortMessage, type StudioShell } from '../../src-main/contract/index.ts';
import { messagePortCarrier, webSocketCarrier } from './carriers.ts';
import { createClientOver, type StudioClient } from './client.ts';
import { Connection } from './connection.ts';
import { Requests } from './requests.ts';

declare global {
  interface Window {
    studioShell?: StudioShell;
  }
}

export interface StudioConnection {
  client: StudioClient;
  connection: Connection;
}

/** Milliseconds before the first, second, ... try to reconnect; the last is repeated. */
const backOff = [250, 500, 1000, 2000, 5000];

/**
 * Connects the window to its studio: over Electron's MessagePort, or over a WebSocket to where the page came from.
 * Resolves once connected, and from then on reconnects by itself. Rejects with a StudioError when the studio refuses.
 */
export function connectStudio(): Promise<StudioConnection> {
  const requests = new Requests();
  const connection = new Connection();
  const client = createClientOver(requests);
  return new Promise((resolve, reject) => {
    connection.onChange((state) => {
      if (state === 'connected') resolve({ client, connection });
      if (state === 'refused')
        reject(
          new StudioError(
            'connection lost',
            'The studio does not know this window any more. Open the address it printed when it was started.',
          ),
        );
    });
    if (window.studioShell) followPorts(window.studioShell, requests, connection);
    else {
      hideToken();
      void followWebSocket(requests, connection, 0);
    }
  });
}

/** The token in the printed address was exchanged for a cookie with the page itself; it need not stay in the address bar. */
function hideToken(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('token')) return;
  address.searchParams.delete('token');
  history.replaceState(history.state, '', address.pathname + address.search + address.hash);
}

function followPorts(shell: StudioShell, requests: Requests, connection: Connection): void {
  let close: () => void = () => undefined;
  window.addEventListener('message', (event: MessageEvent<PortMessage | undefined>) => {
    if (event.source !== window) return;
    if (event.data?.kind !== 'studio port' && event.data?.kind !== 'studio lost') return;
    close();
    close = () => undefined;
    const [port] = event.ports;
    if (event.data.kind === 'studio lost' || !port) {
      connection.set('lost');
      return;
    }
    const carrier = messagePortCarrier(port);
    close = () => carrier.close();
    carrier.onClose(() => connection.set('lost'));
    requests.attach(carrier);
    connection.set('connected');
  });
  shell.requestPort();
}

async function followWebSocket(requests: Requests, connection: Connection, failures: number): Promise<void> {
  const address = new URL('/contract', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
  });
  const again = (after: number) => {
    const wait = backOff[Math.min(after, backOff.length - 1)];
    setTimeout(() => void followWebSocket(requests, connection, after + 1), wait);
  };
  if (opened) {
    const carrier = webSocketCarrier(socket);
    carrier.onClose(() => {
      connection.set('lost');
      again(0);
    });
    requests.attach(carrier);
    connection.set('connected');
  } else if (await isRefused()) connection.set('refused');
  else again(failures);
}

/** A browser does not say why a WebSocket did not open; the same address asked by HTTP does. */
async function isRefused(): Promise<boolean> {
  try {
    const answer = await fetch('/contract', { credentials: 'same-origin' });
    return answer.status === 401;
  } catch {
    return false;
  }
}
