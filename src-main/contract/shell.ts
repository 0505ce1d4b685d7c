/** What Electron's preload gives the window as `studioShell`; a browser's window has none. */
export interface StudioShell {
  platform: string;
  /** The system's own folder dialog; null when the person closed it. */
  chooseFolder(options: { title: string }): Promise<string | null>;
  /** Asks for a port to the studio. It comes as a `PortMessage`, now and whenever the studio was started again. */
  requestPort(): void;
}

/** From the preload to its page, by `window.postMessage`: a port to the studio comes with it, or the studio went away. */
export type PortMessage = { kind: 'studio port' } | { kind: 'studio lost' };
