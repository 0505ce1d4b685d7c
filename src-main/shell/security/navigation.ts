import { appOrigin } from './app-scheme.ts';

/** What is used of Electron's WebContents. */
export interface GuardedContents {
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate',
    listener: (event: { url: string; preventDefault(): void }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
}

/**
 * Keeps the window on its own page: it goes nowhere else and opens no other window. Links to the web open in the
 * person's browser.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/security items 12, 13, 14, 15
 */
export function guardNavigation(contents: GuardedContents, openExternal: (url: string) => void): void {
  const stay = (event: { url: string; preventDefault(): void }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isWebLink(url)) openExternal(url);
    return { action: 'deny' };
  });
}

export function isOwnPage(url: string): boolean {
  const address = URL.parse(url);
  return address !== null && `${address.protocol}//${address.host}` === appOrigin;
}

/** https only: other schemes start other programs. */
export function isWebLink(url: string): boolean {
  const address = URL.parse(url);
  return address?.protocol === 'https:' && address.username === '' && address.password === '';
}
