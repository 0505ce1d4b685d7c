import fs from 'node:fs';
import { inRoot } from './places.mjs';

/** The first Node 22 that runs TypeScript as it is; better-sqlite3 13 and electron-vite 6 ask for less. */
export const oldestNode = '22.18.0';

/** @param {string} version @param {string} oldest */
export function isNewEnough(version, oldest = oldestNode) {
  return version.replace(/^v/, '').localeCompare(oldest, 'en', { numeric: true }) >= 0;
}

/**
 * The Node that runs the studio: the one running now where it is new enough, else the one npm installed as a package.
 *
 * @returns {string} its path
 * @throws {Error} that says what to install
 */
export function studioNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const packaged = inRoot(
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  );
  const binary = `${packaged}/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
  if (fs.existsSync(binary)) return binary;
  throw new Error(
    `Keypoint Studio needs Node ${oldestNode} or newer. This is Node ${process.versions.node}, and the npm registry has none for ` +
      `${process.platform}-${process.arch}. Install Node 24 and try again.`,
  );
}
