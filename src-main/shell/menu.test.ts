import { expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

it.each(['linux', 'win32', 'darwin'] as const)(
  'leaves undo, redo, zoom keys and reload to the window on %s',
  (platform) => {
    const items = menuTemplate(platform).flatMap((item) => (Array.isArray(item.submenu) ? item.submenu : [item]));
    const roles = items.map((item) => item.role);
    for (const role of ['undo', 'redo', 'editMenu', 'reload', 'forceReload'] as const)
      expect(roles).not.toContain(role);
    for (const zoom of items.filter(({ role }) => role === 'zoomIn' || role === 'zoomOut' || role === 'resetZoom'))
      expect(zoom.accelerator).toBe('');
  },
);
