import path from 'node:path';
import { BrowserWindow, MessageChannelMain, shell, type MessagePortMain } from 'electron';
import { appOrigin } from './security/app-scheme.ts';
import { guardNavigation } from './security/navigation.ts';
import { webPreferences } from './security/web-preferences.ts';
import type { StudioProcess } from './studio-process.ts';

/** Opens the studio's window; it is shown once there is something to see. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Keypoint Studio',
    webPreferences: webPreferences(path.join(import.meta.dirname, '..', 'preload', 'preload.cjs')),
  });
  guardNavigation(window.webContents, (url) => void shell.openExternal(url));
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** Gives the window a new port to the studio, or tells it that there is none yet. */
export function handPort(window: BrowserWindow, studio: StudioProcess<MessagePortMain>): void {
  const { port1, port2 } = new MessageChannelMain();
  if (studio.connect(port1)) window.webContents.postMessage('studio port', null, [port2]);
  else tellLost(window);
}

export function tellLost(window: BrowserWindow): void {
  window.webContents.send('studio lost');
}
