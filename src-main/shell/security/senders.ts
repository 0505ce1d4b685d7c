import { isOwnPage } from './navigation.ts';

/** What is used of the events of Electron's ipcMain. */
export interface SentEvent {
  senderFrame: { url: string; parent: unknown } | null;
}

/**
 * True for a message from our own page itself, not from a frame within it or a page that took its place.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/security item 17
 */
export function isFromOwnPage({ senderFrame }: SentEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}
