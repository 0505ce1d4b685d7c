import type { Carrier } from '../../src-main/contract/index.ts';

/*
 * Both carriers send text: what is not JSON (a reactive proxy, undefined) then behaves the same in both, and a
 * MessagePort cannot refuse to clone it.
 */

/** An open WebSocket as a carrier. */
export function webSocketCarrier(socket: WebSocket): Carrier {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) =>
      socket.addEventListener('message', (event) => listener(JSON.parse(event.data as string) as unknown)),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}

/** A MessagePort as a carrier. It is closed from this side, or by the shell's word that the studio went away. */
export function messagePortCarrier(port: MessagePort): Carrier {
  const closeListeners: (() => void)[] = [];
  const tellClosed = () => closeListeners.splice(0).forEach((listener) => listener());
  port.addEventListener('close', tellClosed);
  return {
    send: (message) => port.postMessage(JSON.stringify(message)),
    onMessage: (listener) => {
      port.addEventListener('message', (event: MessageEvent<string>) => listener(JSON.parse(event.data) as unknown));
      port.start();
    },
    onClose: (listener) => closeListeners.push(listener),
    close: () => {
      port.close();
      tellClosed();
    },
  };
}
