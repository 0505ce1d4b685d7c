import type { WebPreferences } from 'electron';

/**
 * What the window may do: its page is a page like any other, in Chromium's sandbox, with no Node and no Electron but the
 * few functions of the preload.
 *
 * @param preload absolute path of the bundled preload
 * @see https://www.electronjs.org/docs/latest/tutorial/security items 2, 3, 4, 6, 8, 11
 */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
  };
}
