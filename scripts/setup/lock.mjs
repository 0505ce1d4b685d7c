import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, remove } from './files.mjs';
import { say } from './say.mjs';

const beat = 2_000;
const silence = 20_000;

/**
 * Does `work` while no other process holds the same lock, and waits for one that does. A lock is a folder (made or not,
 * never half); its holder touches it every two seconds, so the lock of a process that was killed is found out.
 *
 * @template T
 * @param {string} folder
 * @param {string} busy what to say while waiting
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, busy, work) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  for (let told = false; !take(folder);) {
    if (isAbandoned(folder)) {
      remove(folder);
      continue;
    }
    if (!told) say(busy);
    told = true;
    await sleep(500);
  }
  const heart = setInterval(() => {
    const now = new Date();
    fs.utimes(folder, now, now, () => {});
  }, beat);
  const release = () => remove(folder);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    process.off('exit', release);
    release();
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    fs.mkdirSync(folder);
  } catch {
    return false;
  }
  fs.writeFileSync(path.join(folder, 'holder.json'), JSON.stringify({ pid: process.pid, host: os.hostname() }));
  return true;
}

/** @param {string} folder */
function isAbandoned(folder) {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stat) return false;
  if (Date.now() - stat.mtimeMs > silence) return true;
  const holder = readJson(path.join(folder, 'holder.json'));
  return holder?.host === os.hostname() && !isAlive(holder.pid);
}

/** Whether a process of this machine still runs. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return /** @type {NodeJS.ErrnoException} */ (problem).code !== 'ESRCH';
  }
}
