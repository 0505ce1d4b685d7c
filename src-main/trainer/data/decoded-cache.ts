import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Recipe } from '../../contract/recipe.ts';
import { writeAtomically } from '../files.ts';
import type { DecodedImage } from './decode-image.ts';

/** Raised when decoding changes, so that old entries are not taken for new ones. */
const cacheVersion = 1;
/** Original width, original height and checksum of the pixels, each 4 bytes little-endian; the pixels follow. */
const headerBytes = 12;

function entryFile(cacheFolder: string, hash: string, input: Recipe['input']): string {
  const folder = `v${cacheVersion}-${input.width}x${input.height}-${input.channels}`;
  return join(cacheFolder, folder, hash.slice(0, 2), `${hash}.pixels`);
}

/** Null when there is no entry, or one that is short or damaged: it is then made anew. */
export async function readCached(
  cacheFolder: string,
  hash: string,
  input: Recipe['input'],
): Promise<DecodedImage | null> {
  let entry: Buffer;
  try {
    entry = await readFile(entryFile(cacheFolder, hash, input));
  } catch {
    return null;
  }
  const channels = input.channels === 'gray' ? 1 : 3;
  if (entry.length !== headerBytes + input.width * input.height * channels) return null;
  const pixels = new Uint8Array(entry.subarray(headerBytes));
  if (crc32(pixels) !== entry.readUInt32LE(8)) return null;
  return { pixels, originalWidth: entry.readUInt32LE(0), originalHeight: entry.readUInt32LE(4) };
}

export async function writeCached(
  cacheFolder: string,
  hash: string,
  input: Recipe['input'],
  decoded: DecodedImage,
): Promise<void> {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(decoded.originalWidth, 0);
  header.writeUInt32LE(decoded.originalHeight, 4);
  header.writeUInt32LE(crc32(decoded.pixels), 8);
  await writeAtomically(entryFile(cacheFolder, hash, input), Buffer.concat([header, decoded.pixels]));
}
