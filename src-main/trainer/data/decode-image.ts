import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { StudioError } from '../../contract/errors.ts';
import type { Recipe } from '../../contract/recipe.ts';
import { readCached, writeCached } from './decoded-cache.ts';

export interface DecodedImage {
  /** (height × width × channels) of the input, 0 … 255, row by row. */
  pixels: Uint8Array;
  /** px of the original image, upright. */
  originalWidth: number;
  originalHeight: number;
}

export interface ImageFile {
  file: string;
  /** SHA-256 of the file's bytes, hex; null when nobody has read it yet. */
  contentHash: string | null;
}

// A training process has its own threads to give to TensorFlow, and decodes every image once.
sharp.concurrency(1);
sharp.cache(false);

/**
 * The image as the network sees it: upright by its EXIF orientation, the whole of it stretched to the input's size, gray
 * by luma (Rec. 601) or colour. Resized by an anti-aliased bilinear (triangle) filter over the full-size pixels, never by
 * the JPEG's own coarse scaling: the same picture that `tf.image.resize(antialias=True)` and PIL's BILINEAR give, within rounding.
 *
 * Taken from the cache where it is there. Throws StudioError naming the file when it cannot be read, is no image, or is
 * no longer the file that `contentHash` was made of.
 */
export async function decodeImage(
  image: ImageFile,
  input: Recipe['input'],
  cacheFolder: string,
): Promise<DecodedImage> {
  if (image.contentHash) {
    const cached = await readCached(cacheFolder, image.contentHash, input);
    if (cached) return cached;
  }
  const bytes = await readImageFile(image.file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (image.contentHash && image.contentHash !== hash)
    throw new StudioError(
      'bad input',
      `${image.file} is not the file it was when the images were listed: its content has changed. Import it again.`,
    );
  if (!image.contentHash) {
    const cached = await readCached(cacheFolder, hash, input);
    if (cached) return cached;
  }
  const decoded = await decodeBytes(bytes, input, image.file);
  await writeCached(cacheFolder, hash, input, decoded);
  return decoded;
}

async function readImageFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'it is not there' : (cause as Error).message;
    throw new StudioError('not found', `${file} cannot be read: ${reason}.`, { cause });
  }
}

async function decodeBytes(bytes: Buffer, input: Recipe['input'], file: string): Promise<DecodedImage> {
  try {
    const { autoOrient } = await sharp(bytes).metadata();
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .resize(input.width, input.height, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const colour = info.channels === 3 ? data : repeatChannel(data);
    return {
      pixels: input.channels === 'gray' ? luma(colour) : new Uint8Array(colour),
      originalWidth: autoOrient.width,
      originalHeight: autoOrient.height,
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new StudioError('bad input', `${file} cannot be decoded as an image: ${reason}`, { cause });
  }
}

function repeatChannel(gray: Uint8Array): Uint8Array {
  const colour = new Uint8Array(3 * gray.length);
  gray.forEach((value, pixel) => colour.fill(value, 3 * pixel, 3 * pixel + 3));
  return colour;
}

/** Rec. 601 on the gamma-encoded values, as PIL's "L": libvips' own gray weighs linear light, which few other programs do. */
function luma(colour: Uint8Array): Uint8Array {
  const weights = [0.299, 0.587, 0.114];
  return Uint8Array.from({ length: colour.length / 3 }, (_, pixel) =>
    Math.round(weights.reduce((sum, weight, channel) => sum + weight * (colour[3 * pixel + channel] ?? 0), 0)),
  );
}
