import type { Carrier } from '../../contract/index.ts';

/** What Electron's MessagePortMain and Node's MessagePort have in common. */
export interface Port {
  postMessage(message: string): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * A message port as a carrier. Messages are JSON text, as on a WebSocket, so that both carry the same values.
 * Electron hands over an event with the text as its `data`, Node the text itself.
 */
export function messagePortCarrier(port: Port): Carrier {
  return {
    send: (message) => port.postMessage(JSON.stringify(message)),
    onMessage: (listener) => {
      port.on('message', (received) => {
        const text = typeof received === 'string' ? received : (received as { data: string }).data;
        listener(JSON.parse(text));
      });
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
