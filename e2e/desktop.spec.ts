import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';

const root = path.join(import.meta.dirname, '..');
const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(root, 'node_modules', 'electron', 'dist');
const program = path.join(
  distribution,
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron',
);

test.skip(!existsSync(program), `there is no Electron program at ${program}`);
test.skip(
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY,
  'there is no display to open a window on',
);

test('the desktop window opens on the welcome screen, in a sandbox of its own', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-desktop-'));
  const app = await _electron.launch({
    executablePath: program,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${path.join(home, 'electron')}`,
      root,
    ],
    env: { ...(process.env as Record<string, string>), KEYPOINT_STUDIO_HOME: home },
  });
  try {
    const page = await app.firstWindow();
    await expect(page.getByTestId('welcome')).toBeVisible();
    expect(page.url()).toBe('studio://app/');
    expect(await page.evaluate(() => [typeof globalThis.process, typeof globalThis.require])).toEqual([
      'undefined',
      'undefined',
    ]);
    const opened = await page.evaluate(() => window.open('https://faces.example/'));
    expect(opened).toBeNull();
    expect(app.windows()).toHaveLength(1);
  } finally {
    await app.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
});
