import { contextBridge, ipcRenderer } from 'electron';
import type { PortMessage, StudioShell } from '../contract/shell.ts';

/*
 * All that the page gets of Electron: a way to ask for its port to the studio, and the system's folder dialog. The port
 * itself cannot cross the bridge between the two worlds; window.postMessage carries it.
 */

const shell: StudioShell = {
  platform: process.platform,
  chooseFolder: ({ title }) => ipcRenderer.invoke('choose folder', title) as Promise<string | null>,
  requestPort: () => ipcRenderer.send('request port'),
};
contextBridge.exposeInMainWorld('studioShell', shell);

function tell(message: PortMessage, ports: MessagePort[]): void {
  window.postMessage(message, '*', ports);
}
ipcRenderer.on('studio port', (event) => tell({ kind: 'studio port' }, [...event.ports]));
ipcRenderer.on('studio lost', () => tell({ kind: 'studio lost' }, []));
