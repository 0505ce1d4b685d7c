import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readPageFile } from '../page-files.ts';

/** What answers for the window's own files. Says whether it had one. */
export interface PageSource {
  respond(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The window as `npm run build` left it. */
export function builtPages(folder: string): PageSource {
  return {
    async respond(_, response, pathname) {
      const file = await readPageFile(folder, pathname);
      if (!file) return false;
      response.setHeader('content-type', file.contentType);
      response.setHeader('cache-control', file.immutable ? 'private, max-age=31536000, immutable' : 'no-store');
      response.end(file.bytes);
      return true;
    },
    close: () => Promise.resolve(),
  };
}

/**
 * The window straight from its sources, with hot reload, for `npm run dev`: vite answers on the studio's own server, so
 * that the page, its cookie and its WebSocket are of one origin as they are when built.
 */
export async function developmentPages(configFile: string, server: Server): Promise<PageSource> {
  const { createServer } = await import('vite');
  const vite = await createServer({ configFile, appType: 'spa', server: { middlewareMode: true, ws: { server } } });
  return {
    respond(request, response) {
      // Vite puts styles into the page by script.
      const policy = String(response.getHeader('content-security-policy'));
      response.setHeader(
        'content-security-policy',
        policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
      );
      return new Promise((resolve, reject) => {
        response.once('finish', () => resolve(true));
        vite.middlewares(request, response, (error?: unknown) => {
          if (error) reject(error instanceof Error ? error : new Error('Vite could not answer.', { cause: error }));
          else resolve(false);
        });
      });
    },
    close: () => vite.close(),
  };
}
