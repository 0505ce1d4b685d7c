import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { writePts } from '../../../src-main/studio/formats/write-pts.ts';
import { faceOf } from './large-project.ts';

export const faceCount = 6666;
const edition = 2;
const [width, height] = [600, 450];

/** `size` bytes of noise that are the same every time. */
function noise(size: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length: size }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
}

/** A JPEG of a soft pattern. */
export async function drawJpeg(width: number, height: number): Promise<Buffer> {
  return sharp(noise(64 * 48 * 3), { raw: { width: 64, height: 48, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** The same picture as another file: a comment after the JPEG's first marker changes its content hash and nothing one sees. */
export function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text);
  const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, comment, jpeg.subarray(2)]);
}

/** A folder of 6,666 JPEGs, 600 × 450 px with their `.pts` files, each another file. Made once and kept. */
export async function largeDataset(cache: string): Promise<string> {
  const folder = join(cache, `faces-${edition}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const jpeg = await drawJpeg(width, height);
  for (let number = 0; number < faceCount; number += 1) {
    const name = `face ${number}`;
    writeFileSync(join(making, `${name}.jpg`), withComment(jpeg, name));
    writeFileSync(join(making, `${name}.pts`), writePts(faceOf(number).map(({ x, y }) => [x / 2, y / 2])));
  }
  renameSync(making, folder);
  return folder;
}
