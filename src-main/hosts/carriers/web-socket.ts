import { WebSocket } from 'ws';
import type { Carrier } from '../../contract/index.ts';

/** A WebSocket's server end as a carrier. A client that sends something else than JSON text is shown out (code 1007). */
export function webSocketCarrier(socket: WebSocket): Carrier {
  return {
    send: (message) => {
      // Between a client's going away and its close event there may be answers left over.
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        const message = isBinary ? undefined : parse(data.toString());
        if (message === undefined) socket.close(1007, 'messages are JSON text');
        else listener(message);
      }),
    onClose: (listener) => socket.once('close', () => listener()),
    close: () => socket.close(1000),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
