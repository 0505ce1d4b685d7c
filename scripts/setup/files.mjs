import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The JSON in a file, or null where there is no such file or it was cut short. @param {string} file @returns {any} */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes beside the file and renames, so that a reader never meets half of it. @param {string} file @param {unknown} value */
export function writeJson(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  fs.writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`);
  fs.renameSync(partial, file);
}

/** Every file under a folder (or the file itself), sorted, `/` between names; none where it does not exist. @param {string} place @returns {string[]} */
export function filesUnder(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [place];
  return fs
    .readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

/** Bytes under a folder that may be changing while it is read. @param {string} place @returns {number} */
export function bytesUnder(place) {
  try {
    return filesUnder(place).reduce((sum, file) => sum + (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0;
  }
}

/** SHA-256 over names and contents of everything under these places. @param {string[]} places @param {string} base */
export function contentHash(places, base) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesUnder)) {
    hash.update(`${path.relative(base, file).replaceAll('\\', '/')}\0`);
    hash.update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** SHA-256 of one file, read as a stream: they can be larger than a buffer may be. @param {string} file @returns {Promise<string>} */
export async function fileHash(file) {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/** @param {string} place */
export function remove(place) {
  fs.rmSync(place, { recursive: true, force: true, maxRetries: 3 });
}
