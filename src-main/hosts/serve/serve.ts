import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { StudioError } from '../../contract/index.ts';
import { webSocketCarrier } from '../carriers/web-socket.ts';
import { pageHeaders, reportHeaders } from '../page-policy.ts';
import { pictureCaching, readPicture, readReport, type PictureSource } from '../pictures.ts';
import { serveCarrier, type ServeCarrierOptions } from '../serve-carrier.ts';
import { turnedAway } from './guard.ts';
import { refusalPage } from './refusal.ts';
import type { PageSource } from './pages.ts';
import { cookieIn, isToken, newToken, sessionCookie } from './token.ts';

export interface ServeOptions extends ServeCarrierOptions {
  /** Address to listen on; 127.0.0.1 unless a person asked for another. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  picture: PictureSource;
  /** Made once the server is there, since a page with hot reload listens on it too. */
  pages: (server: Server) => Promise<PageSource>;
}

export interface Served {
  /** With the token: all that a person needs, and only for them. */
  address: string;
  close(): Promise<void>;
}

/** HTTP status, and a sentence for the person who asked. */
type Refusal = [status: number, message: string];

/** Bytes of one message; the largest the contract allows is a photograph in base64. */
const largestMessage = 48 * 2 ** 20;

/**
 * Serves a studio to browsers: the window's page, pictures by id, and the contract at `/contract`. Whoever comes must
 * bring the token of the address, once in the address and from then on in a cookie.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const token = newToken();
  const names = new Set(['localhost', options.host.toLowerCase()]);
  if (!isLoopback(options.host)) names.add(hostname().toLowerCase());
  const server = createServer();
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  // Cookies do not tell ports apart, and two studios may be served side by side.
  const cookieName = `keypoint-studio-${port}`;
  const pages = await options.pages(server);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  const hasCookie = (request: IncomingMessage) => isToken(token, cookieIn(request.headers.cookie, cookieName));

  server.on('request', (request, response) => {
    answer(request, response)
      .then((refusal) => refusal && refuse(response, ...refusal))
      .catch((error: unknown) => {
        options.onFault(request.url ?? '', error);
        if (!response.headersSent) refuse(response, 500, 'The studio could not answer. Its log says why.');
        else response.destroy();
      });
  });

  /** Answers, or says why not. */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Refusal | null> {
    const away = turnedAway(asking(request), names);
    for (const [name, value] of Object.entries(pageHeaders(away ? [] : [`ws://${request.headers.host}`])))
      response.setHeader(name, value);
    if (away) return [403, away];
    const address = URL.parse(`http://studio${request.url ?? ''}`);
    if (!address) return [400, 'This is no address.'];
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return [405, 'The studio answers GET here; everything else goes through the contract.'];

    const { pathname, searchParams } = address;
    if (pathname === '/' && isToken(token, searchParams.get('token')))
      response.setHeader('set-cookie', sessionCookie(cookieName, token));
    else if (!hasCookie(request))
      return [401, 'To use this studio, open the address printed in the terminal it was started in.'];

    if (pathname === '/contract') return [426, 'The contract is carried by a WebSocket.'];
    if (pathname.startsWith('/pictures/')) {
      const picture = await readPicture(options.picture, pathname);
      if (!picture) return [404, 'There is no such picture.'];
      response.setHeader('content-type', picture.contentType);
      response.setHeader('cache-control', pictureCaching(searchParams));
      response.end(picture.bytes);
      return null;
    }
    if (pathname.startsWith('/reports/')) {
      const report = await readReport(options.picture, pathname);
      if (!report) return [404, 'There is no such report any more. Make it again.'];
      for (const [name, value] of Object.entries(reportHeaders())) response.setHeader(name, value);
      response.setHeader('content-type', report.contentType);
      response.setHeader('cache-control', 'no-store');
      response.end(report.bytes);
      return null;
    }
    if (await pages.respond(request, response, pathname)) return null;
    if (pathname === '/') return [404, 'The window is not built yet. Run npm start, or npm run build.'];
    return [404, 'There is nothing here.'];
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Hot reload has a WebSocket of its own on this server, in development only.
    if (request.headers['sec-websocket-protocol'] === 'vite-hmr') return;
    const status = turnedAway(asking(request), names)
      ? '403 Forbidden'
      : request.headers.origin === undefined || !hasCookie(request)
        ? '401 Unauthorized'
        : request.url === '/contract'
          ? null
          : '404 Not Found';
    if (status) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serveCarrier(webSocketCarrier(webSocket), options));
  });

  return {
    address: `http://${printedHost(options.host)}:${port}/?token=${token}`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001);
      await pages.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await closed;
    },
  };
}

const asking = ({ headers }: IncomingMessage) => ({ host: headers.host, origin: headers.origin });

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      const what =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} of ${host} is taken by another program. Leave --port out to get a free one.`
          : `The studio cannot listen on ${host}, port ${port}: ${cause.message}`;
      reject(new StudioError('failed', what, { cause }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(refusalPage(message));
}

/** True for the addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function printedHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return isIP(host) === 6 ? `[${host}]` : host;
}
