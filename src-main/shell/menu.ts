import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu bar. Undo and redo are not in it: the window has its own, which reach further back than a text field's, and a
 * menu's keys would be taken before the page sees them.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: [{ role: isMac ? 'close' : 'quit' }] },
    { label: '&Edit', submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom', accelerator: '' },
        { role: 'zoomIn', accelerator: '' },
        { role: 'zoomOut', accelerator: '' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
