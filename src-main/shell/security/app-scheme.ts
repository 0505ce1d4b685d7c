import type { CustomScheme } from 'electron';
import { readPageFile } from '../../hosts/page-files.ts';
import { pageHeaders, reportHeaders } from '../../hosts/page-policy.ts';
import { pictureCaching, readPicture, readReport, type PictureSource } from '../../hosts/pictures.ts';

/** The window's page has an origin of its own: nothing is loaded from file:, whose pages may read too much. */
export const appOrigin = 'studio://app';

/** To be registered before the app is ready. */
export const appScheme: CustomScheme = {
  scheme: 'studio',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/**
 * Answers every request of the page: its own files, and pictures by id, under the same policy as when served. Whatever
 * else is asked for is not found; nothing throws.
 *
 * @param pagesFolder of the built window
 * @see https://www.electronjs.org/docs/latest/tutorial/security items 7, 18
 */
export function answerAppRequest(
  pagesFolder: string,
  picture: PictureSource,
): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    const address = URL.parse(url);
    if (address?.protocol !== 'studio:' || address.host !== 'app') return refusal(404);
    if (method !== 'GET' && method !== 'HEAD') return refusal(405);
    if (address.pathname.startsWith('/pictures/')) {
      const found = await readPicture(picture, address.pathname).catch(() => null);
      return found ? answer(found, pictureCaching(address.searchParams)) : refusal(404);
    }
    if (address.pathname.startsWith('/reports/')) {
      const found = await readReport(picture, address.pathname).catch(() => null);
      return found ? answer(found, 'no-store', reportHeaders()) : refusal(404);
    }
    const file = await readPageFile(pagesFolder, address.pathname);
    return file ? answer(file, 'no-store') : refusal(404);
  };
}

function answer(
  { contentType, bytes }: { contentType: string; bytes: Uint8Array },
  caching: string,
  headers = pageHeaders(),
): Response {
  // A copy, since Response takes no view of memory that may be shared.
  return new Response(new Uint8Array(bytes), {
    headers: { ...headers, 'content-type': contentType, 'cache-control': caching },
  });
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers: pageHeaders() });
}
