/** What is used of Electron's Session. */
export interface GuardedSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

/** To put text on the clipboard, at a person's click: never to read it. */
const copying = 'clipboard-sanitized-write';

/**
 * The studio needs no camera, place, notification or device: every such wish of the page is denied, but to copy its text.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/security item 5
 */
export function denyPermissions(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(permission === copying));
  session.setPermissionCheckHandler((_contents, permission) => permission === copying);
  session.setDevicePermissionHandler(() => false);
}
