import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { grownBox, seenPart } from '../../contract/crop.ts';
import type { Box } from '../../contract/geometry.ts';
import type { Recipe } from '../../contract/recipe.ts';
import { writeAtomically } from '../../files/durable-files.ts';
import type { DecodedImage } from './decode-image.ts';

/** Raised when decoding changes, so that old entries are not taken for new ones. */
const cacheVersion = 1;
/** Original width, original height and checksum of the pixels, each 4 bytes little-endian; the pixels follow. */
const headerBytes = 12;

/** Named by the content, the input and what is seen of the image: the same for all margins that come to the same crop. */
function entryFile(cacheFolder: string, hash: string, input: Recipe['input'], box: Box | null): string {
  const folder = `v${cacheVersion}-${input.width}x${input.height}-${input.channels}`;
  return join(cacheFolder, folder, hash.slice(0, 2), `${hash}${partName(input, box)}.pixels`);
}

function partName(input: Recipe['input'], box: Box | null): string {
  if (input.crop === 'whole image') return '';
  if (box === null) return '-unstretched';
  // With a box it does not depend on the image's size, which is not known yet.
  const { x, y, width, height } = grownBox(box, input.margin, input);
  return `-${x},${y},${width}x${height}`;
}

/** Null when there is no entry, or one that is short or damaged: it is then made anew. */
export async function readCached(
  cacheFolder: string,
  hash: string,
  input: Recipe['input'],
  box: Box | null,
): Promise<DecodedImage | null> {
  let entry: Buffer;
  try {
    entry = await readFile(entryFile(cacheFolder, hash, input, box));
  } catch {
    return null;
  }
  const channels = input.channels === 'gray' ? 1 : 3;
  if (entry.length !== headerBytes + input.width * input.height * channels) return null;
  const pixels = new Uint8Array(entry.subarray(headerBytes));
  if (crc32(pixels) !== entry.readUInt32LE(8)) return null;
  const [originalWidth, originalHeight] = [entry.readUInt32LE(0), entry.readUInt32LE(4)];
  const crop = seenPart(input, { width: originalWidth, height: originalHeight }, box);
  return { pixels, originalWidth, originalHeight, crop };
}

export async function writeCached(
  cacheFolder: string,
  hash: string,
  input: Recipe['input'],
  box: Box | null,
  decoded: DecodedImage,
): Promise<void> {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(decoded.originalWidth, 0);
  header.writeUInt32LE(decoded.originalHeight, 4);
  header.writeUInt32LE(crc32(decoded.pixels), 8);
  await writeAtomically(entryFile(cacheFolder, hash, input, box), Buffer.concat([header, decoded.pixels]));
}
