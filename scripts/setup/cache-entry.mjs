import fs from 'node:fs';
import path from 'node:path';
import { fileHash, filesUnder, readJson, writeJson } from './files.mjs';

/**
 * A TensorFlow runtime in the user's cache: a folder laid out as tfjs-node lays out its own package, `deps/lib` (the
 * libraries) and `lib/napi-v8` (the addon), so that links from node_modules are all it takes to use it.
 *
 * @typedef {{
 *   source: 'wheel' | 'package download';
 *   variant: 'cpu' | 'cuda';
 *   tensorflowVersion: string;
 *   tfjsVersion: string;
 *   platform: string;
 *   downloads: { name: string; version: string; bytes: number; sha256: string }[];
 *   builtWith: string | null;
 *   date: string;
 *   files: { name: string; bytes: number; sha256: string }[];
 * }} Manifest everything needed to tell where it came from and whether it is whole
 */

/** @param {string} folder */
const manifestOf = (folder) => path.join(folder, 'manifest.json');

/** The addon inside such a folder, or null. Which N-API version it names depends on the package. @param {string} folder */
export function addonIn(folder) {
  return filesUnder(path.join(folder, 'lib')).find((file) => path.basename(file) === 'tfjs_binding.node') ?? null;
}

/** Writes the manifest last: a folder without one is not whole. @param {string} folder @param {Omit<Manifest, 'files' | 'date'>} facts */
export async function seal(folder, facts) {
  const files = [];
  for (const file of [...filesUnder(path.join(folder, 'lib')), ...filesUnder(path.join(folder, 'deps'))]) {
    const name = path.relative(folder, file).replaceAll('\\', '/');
    files.push({ name, bytes: fs.statSync(file).size, sha256: await fileHash(file) });
  }
  writeJson(manifestOf(folder), { ...facts, date: new Date().toISOString(), files });
}

/** The manifest of a runtime whose files are all there at their size, else null. @param {string} folder @returns {Manifest | null} */
export function wholeManifest(folder) {
  /** @type {Manifest | null} */
  const manifest = readJson(manifestOf(folder));
  const isThere = (/** @type {Manifest['files'][number]} */ { name, bytes }) =>
    fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === bytes;
  return manifest?.files?.every(isThere) ? manifest : null;
}
