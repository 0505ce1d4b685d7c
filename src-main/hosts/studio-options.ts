import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { StudioOptions } from '../studio/context.ts';

/** What the places depend on, so that tests can say it. */
export interface Surroundings {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  home: string;
  executable: string;
  electron: boolean;
}

const here: Surroundings = {
  platform: process.platform,
  environment: process.env,
  home: homedir(),
  executable: process.execPath,
  electron: 'electron' in process.versions,
};

/** The repository's (or the packaged program's) top folder: the nearest one above that holds our package.json. */
export const programFolder = nearestPackage(import.meta.dirname);

/** True when this code was bundled by electron-vite, false when Node runs the sources as they are. */
export const isBuilt = path.relative(programFolder, import.meta.dirname).split(path.sep)[0] === 'out';

/** Everything a studio must be told of where things are, for every host that starts one. */
export function studioOptions(surroundings: Surroundings = here, built = isBuilt): StudioOptions {
  const { executable, electron } = surroundings;
  return {
    resourcesFolder: path.join(programFolder, 'resources'),
    userFolder: userFolder(surroundings),
    runtimeFile:
      surroundings.environment.KEYPOINT_STUDIO_RUNTIME ||
      path.join(programFolder, 'node_modules', '.cache', 'keypoint-studio', 'runtime.json'),
    trainer: {
      executable,
      entry: path.join(programFolder, ...(built ? ['out', 'main', 'trainer.js'] : ['src-main', 'trainer', 'main.ts'])),
      // Electron's own program is a Node as well, when it is told so.
      environment: electron ? { ELECTRON_RUN_AS_NODE: '1' } : {},
    },
    databaseCopier: path.join(
      programFolder,
      ...(built ? ['out', 'main', 'database-copier.js'] : ['src-main', 'studio', 'backups', 'copier.ts']),
    ),
    stepWorker: path.join(
      programFolder,
      ...(built ? ['out', 'main', 'step-worker.js'] : ['src-main', 'studio', 'store', 'step-worker.ts']),
    ),
    version: programVersion(),
  };
}

/**
 * Where the list of recent projects and changed keys are kept for this user. `KEYPOINT_STUDIO_HOME` moves it.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function userFolder({ platform, environment, home }: Surroundings): string {
  const { KEYPOINT_STUDIO_HOME: chosen, XDG_CONFIG_HOME: xdg, APPDATA: appData } = environment;
  if (chosen) return path.resolve(chosen);
  if (platform === 'win32') return path.join(appData || path.join(home, 'AppData', 'Roaming'), 'Keypoint Studio');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Keypoint Studio');
  // A relative XDG_CONFIG_HOME is invalid and to be ignored.
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.config'), 'keypoint-studio');
}

function programVersion(): string {
  const description = JSON.parse(readFileSync(path.join(programFolder, 'package.json'), 'utf8')) as { version: string };
  return description.version;
}

function nearestPackage(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`No package.json above ${import.meta.dirname}: the program is incomplete.`);
  return nearestPackage(parent);
}
