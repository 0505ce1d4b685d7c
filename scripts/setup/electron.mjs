import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quietly, reason } from './children.mjs';
import { bytesUnder, readJson, remove, writeJson } from './files.mjs';
import { studioNode } from './node.mjs';
import { inRoot, userCache } from './places.mjs';
import { say, size, withProgress } from './say.mjs';

const electron = inRoot('node_modules', 'electron');
const aWeek = 7 * 24 * 3600_000;
const patience = 20_000;

/** Whether a window can be shown: elsewhere than on Linux it always can. */
export function hasDisplay(platform = process.platform, environment = process.env) {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Where Electron's program lies inside its distribution, as its own package has it. */
export function programIn(platform = process.platform) {
  if (platform === 'darwin') return path.join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Electron's program if it is there already: in `ELECTRON_OVERRIDE_DIST_PATH`, else as its package unpacked it; or null. */
export function presentElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = path.join(override || path.join(electron, 'dist'), programIn());
  // Its package writes path.txt last, so an unpacking that was cut short has none.
  return fs.existsSync(program) && (override || fs.existsSync(path.join(electron, 'path.txt'))) ? program : null;
}

/**
 * Electron's program, downloaded by its own package if need be. The npm package holds no program, and many networks do
 * not let its download through: that is remembered for a week, so that every later start is quick.
 *
 * @returns {Promise<string | null>}
 */
export async function findElectron() {
  const present = presentElectron();
  if (present) return present;
  const { version } = readJson(path.join(electron, 'package.json'));
  const memory = path.join(userCache(), `electron-${version}-unavailable.json`);
  const failed = readJson(memory);
  if (failed && Date.now() - Date.parse(failed.date) < aWeek) return null;

  say(`downloading Electron ${version} for the desktop window (about 120 MB)`);
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'keypoint-studio-electron-'));
  const arrived = () => bytesUnder(temporary) + bytesUnder(path.join(electron, 'dist'));
  const stop = new AbortController();
  let [most, last] = [0, Date.now()];
  const watch = setInterval(() => {
    const now = arrived();
    if (now > most) [most, last] = [now, Date.now()];
    else if (Date.now() - last > patience) stop.abort();
  }, 1000);
  const work = quietly(studioNode(), [path.join(electron, 'install.js')], {
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stopped: stop.signal,
  });
  const { output } = await withProgress('Electron', () => size(arrived()), work);
  clearInterval(watch);
  remove(temporary);
  const downloaded = presentElectron();
  if (downloaded) return downloaded;
  const cause = stop.signal.aborted ? `nothing arrived for ${patience / 1000} s` : reason(output);
  writeJson(memory, { date: new Date().toISOString(), reason: cause });
  say(`Electron could not be downloaded: ${cause}`);
  say(`It is tried again in a week, or when ${memory} is deleted. Until then the studio opens in the browser.`);
  return null;
}
