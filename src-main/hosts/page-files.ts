import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

/** Everything vite builds for the window, and nothing else, has a type here; other files are not sent. */
const contentTypes: Partial<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  contentType: string;
  bytes: Buffer;
  /** Its name carries a hash of its content: it never changes. */
  immutable: boolean;
}

/**
 * A file of the built window.
 *
 * @param folder of the build, such as out/renderer
 * @param pathname of the address, still percent-encoded; `/` is the page itself
 * @returns null when there is none, when its kind is not on the list, and for every way out of the folder
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | null> {
  const contentType = contentTypes[pathname === '/' ? '.html' : path.extname(pathname).toLowerCase()];
  if (!contentType) return null;
  try {
    const top = await realpath(folder);
    const relative = pathname === '/' ? 'index.html' : decodeURIComponent(pathname).slice(1);
    const file = await realpath(path.join(top, relative));
    if (!isInside(top, file)) return null;
    return { contentType, bytes: await readFile(file), immutable: pathname.startsWith('/assets/') };
  } catch {
    return null;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
