import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Joins onto the repository's top folder. @param {...string} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** What set-up did for this clone; goes with node_modules, since it describes what is in there. */
export const clonePlace = inRoot('node_modules', '.cache', 'keypoint-studio');

/** What the studio and the trainer read about TensorFlow; its shape is `runtimeSchema` in src-main/contract/system.ts. */
export const runtimeFile = path.join(clonePlace, 'runtime.json');

/** Locks and test reports of this clone; outside node_modules, which an installation empties. */
export const scratchPlace = inRoot('.setup');

/**
 * What all clones of one user share: the TensorFlow runtime. `KEYPOINT_STUDIO_CACHE` moves it, to a larger disk say.
 *
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} home
 */
export function userCache(platform = process.platform, environment = process.env, home = os.homedir()) {
  const { KEYPOINT_STUDIO_CACHE: chosen, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  const { isAbsolute, join, resolve } = platform === 'win32' ? path.win32 : path.posix;
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'keypoint-studio', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'keypoint-studio');
  // The XDG specification: a relative XDG_CACHE_HOME is invalid and to be ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'keypoint-studio');
}
