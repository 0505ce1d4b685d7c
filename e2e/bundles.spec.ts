import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

/* What electron-vite has built, as far as it can be tried without Electron's program. */

const out = path.join(import.meta.dirname, '..', 'out');
const run = promisify(execFile);

test.skip(!existsSync(path.join(out, 'main', 'studio.js')), 'the program is not built: npm run build');

test('the bundled studio answers over a message port and leaves when told to', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-bundle-'));
  try {
    const { stdout } = await run(
      process.execPath,
      [
        path.join(import.meta.dirname, 'support', 'shell-stand-in.ts'),
        pathToFileURL(path.join(out, 'main', 'studio.js')).href,
      ],
      { env: { ...process.env, KEYPOINT_STUDIO_HOME: home } },
    );
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'result', id: 1, value: { node: process.versions.node } });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

test('the bundled shell and trainer are sound modules', async () => {
  for (const name of ['shell.js', 'trainer.js', 'database-copier.js'])
    await run(process.execPath, ['--check', path.join(out, 'main', name)]);
});

test('the preload is one CommonJS file that asks for nothing but Electron', async () => {
  const preload = await readFile(path.join(out, 'preload', 'preload.cjs'), 'utf8');
  expect([...preload.matchAll(/require\(["'](.+?)["']\)/g)].map(([, name]) => name)).toEqual(['electron']);
  expect(preload).not.toMatch(/^import /m);
});
