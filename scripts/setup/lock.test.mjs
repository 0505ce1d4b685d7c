import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let folder = '';
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A process that takes the lock, says so and works until it is ended. @param {string} lock */
async function otherProcess(lock) {
  const script = `
    import { withLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)};
    await withLock(${JSON.stringify(lock)}, '', () => new Promise((resolve) => {
      console.log('taken');
      process.stdin.on('end', resolve).resume();
    }));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return child;
}

it('lets one process in at a time', async () => {
  const lock = path.join(folder, 'lock');
  const child = await otherProcess(lock);
  let childEnded = false;
  const end = once(child, 'close').then(() => void (childEnded = true));
  const mine = withLock(lock, 'waiting (in a test)', async () => childEnded);
  // The other one leaves when its input ends; only then is the lock ours.
  child.stdin.end();
  await mine;
  await end;
  expect(fs.existsSync(lock)).toBe(false);
});

it('takes over from a process that was killed', async () => {
  const lock = path.join(folder, 'lock');
  const child = await otherProcess(lock);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(fs.existsSync(lock)).toBe(true);
  expect(await withLock(lock, 'waiting (in a test)', async () => 'done')).toBe('done');
});

it('is released by work that fails', async () => {
  const lock = path.join(folder, 'lock');
  await expect(withLock(lock, '', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(fs.existsSync(lock)).toBe(false);
});
