import { WebSocket as SocketWithHeaders } from 'ws';
import { webSocketCarrier } from '../../src-renderer/client/carriers.ts';
import { createStudioClient, type StudioClient } from '../../src-renderer/client/client.ts';
import type { ServedStudio } from './served-studio.ts';

/** Calls the served studio's contract beside the page, as a second window would. The connection ends with the studio. */
export async function contractOf(studio: ServedStudio): Promise<StudioClient> {
  const page = await fetch(studio.address);
  const cookie = page.headers.getSetCookie().map((each) => each.split(';')[0]);
  const address = new URL('/contract', studio.address);
  address.protocol = 'ws:';
  const socket = new SocketWithHeaders(address, {
    origin: studio.address.origin,
    headers: { cookie: cookie.join('; ') },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // What a carrier needs of it is as in a browser.
  return createStudioClient(webSocketCarrier(socket as unknown as WebSocket));
}
