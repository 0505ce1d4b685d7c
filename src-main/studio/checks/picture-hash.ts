import sharp from 'sharp';
import { mostPixels } from '../pictures/inspect-image.ts';

/** Bits of the hash that may differ between two pictures that are looked at closely. */
export const mostBits = 7;

/** px a side of what is compared closely. */
const side = 32;

/** Copies that were saved again, made smaller, brighter or grey correlate by 0.996 or more; two shots of one person before one wall by 0.993 at most (IMM). */
export const leastLikeness = 0.995;

/**
 * dHash: whether each of 9 × 8 px, grey and upright, is darker than the one to its right (N. Krawetz, "Kind of Like That", 2013).
 * Throws what sharp throws where the file is no picture.
 *
 * @returns 8 bytes, a row each
 */
export async function pictureHash(file: string): Promise<Buffer> {
  const grey = await greyPixels(file, 9, 8);
  const hash = Buffer.alloc(8);
  for (let row = 0; row < 8; row += 1)
    for (let column = 0; column < 8; column += 1)
      if ((grey[row * 9 + column] ?? 0) < (grey[row * 9 + column + 1] ?? 0))
        hash[row] = (hash[row] ?? 0) | (1 << column);
  return hash;
}

/** 32 × 32 grey values with mean 0 and length 1; of a picture of one colour all 0. */
export async function smallPicture(file: string): Promise<Float32Array> {
  const grey = Float32Array.from(await greyPixels(file, side, side));
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const centred = grey.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? centred : centred.map((value) => value / length);
}

/** Correlation of two small pictures, -1 to 1. */
export function likenessOf(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);
}

async function greyPixels(file: string, width: number, height: number): Promise<Buffer> {
  return sharp(file, { limitInputPixels: mostPixels })
    .rotate()
    .flatten({ background: '#808080' })
    .greyscale()
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
}
