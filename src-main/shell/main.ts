import path from 'node:path';
import {
  app,
  dialog,
  ipcMain,
  Menu,
  protocol,
  session,
  utilityProcess,
  type BrowserWindow,
  type MessagePortMain,
} from 'electron';
import { menuTemplate } from './menu.ts';
import { answerAppRequest, appScheme } from './security/app-scheme.ts';
import { denyPermissions } from './security/permissions.ts';
import { isFromOwnPage } from './security/senders.ts';
import { StudioProcess } from './studio-process.ts';
import { handPort, openWindow, tellLost } from './window.ts';

/*
 * Electron's main process: it owns the window and the studio's process and knows nothing of projects. This file is the
 * list of what it does; each rule has a file of its own.
 */

const folder = import.meta.dirname;
let window: BrowserWindow | null = null;
/** The page has asked for a port, so it is told of every studio that is started from now on. */
let isListening = false;

const studio = new StudioProcess<MessagePortMain>(
  () => utilityProcess.fork(path.join(folder, 'studio.js'), projectArguments(), { serviceName: 'studio' }),
  {
    started: () => {
      if (window && isListening) handPort(window, studio);
    },
    lost: () => {
      if (window && isListening) tellLost(window);
    },
  },
);

protocol.registerSchemesAsPrivileged([appScheme]);

if (!app.requestSingleInstanceLock()) app.quit();
else {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  void app.whenReady().then(start);
}

function start(): void {
  denyPermissions(session.defaultSession);
  protocol.handle(
    'studio',
    answerAppRequest(path.join(folder, '..', 'renderer'), (address) => studio.picture(address)),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  ipcMain.on('request port', (event) => {
    if (!window || !isFromOwnPage(event)) return;
    isListening = true;
    handPort(window, studio);
  });
  ipcMain.handle('choose folder', async (event, title: unknown) => {
    if (!window || !isFromOwnPage(event)) return null;
    const { filePaths } = await dialog.showOpenDialog(window, {
      title: String(title),
      properties: ['openDirectory', 'createDirectory'],
    });
    return filePaths[0] ?? null;
  });
  studio.start();
  show();
  app.on('activate', show);
}

function show(): void {
  if (window) return;
  isListening = false;
  window = openWindow();
  window.once('closed', () => (window = null));
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

// The studio puts its project away before the program ends.
app.once('will-quit', (event) => {
  event.preventDefault();
  void studio.stop().finally(() => app.quit());
});

/** A project named on the command line: `electron . faces.kps`. */
function projectArguments(): string[] {
  const typed = process.argv.slice(app.isPackaged ? 1 : 2).find((word) => !word.startsWith('-'));
  return typed === undefined ? [] : [path.resolve(typed)];
}
