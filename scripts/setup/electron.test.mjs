import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { hasDisplay, presentElectron, programIn } from './electron.mjs';

afterEach(() => vi.unstubAllEnvs());

it('needs a display server on Linux only', () => {
  expect(hasDisplay('linux', {})).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('darwin', {})).toBe(true);
});

it('takes the program in ELECTRON_OVERRIDE_DIST_PATH, if it is there', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'electron-'));
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  expect(presentElectron()).toBeNull();
  const program = path.join(folder, programIn());
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.writeFileSync(program, '');
  expect(presentElectron()).toBe(program);
  fs.rmSync(folder, { recursive: true });
});
