import sharp from 'sharp';
import { seenPart } from '../../contract/crop.ts';
import { StudioError } from '../../contract/errors.ts';
import type { Box } from '../../contract/geometry.ts';
import type { Recipe } from '../../contract/recipe.ts';
import { readCached, writeCached } from './decoded-cache.ts';
import { ImageSource } from './image-source.ts';

export interface DecodedImage {
  /** (height × width × channels) of the input, 0 … 255, row by row. */
  pixels: Uint8Array;
  /** px of the original image, upright. */
  originalWidth: number;
  originalHeight: number;
  /** What of the image the pixels show, px of the original. */
  crop: Box;
}

export interface ImageFile {
  file: string;
  /** SHA-256 of the file's bytes, hex; null when nobody has read it yet. */
  contentHash: string | null;
  /** Where to look, px of the original image, of an input that crops; null for the whole image. */
  box: Box | null;
}

/** A crop of more px than this would take gigabytes where it leaves the image. */
const mostCropPixels = 1e8;

// A training process has its own threads to give to TensorFlow, and decodes every image once.
sharp.concurrency(1);
sharp.cache(false);

/**
 * The image as the network sees it: upright by its EXIF orientation, the whole of it or the grown box (contract/crop.ts), edge
 * pixels repeated where that leaves the image, resized to the input's size, gray by luma (Rec. 601) or colour. Resized by
 * an anti-aliased bilinear (triangle) filter over the full-size pixels, never by the JPEG's own coarse scaling: the same
 * picture that `tf.image.resize(antialias=True)` and PIL's BILINEAR give, within rounding.
 *
 * Taken from the cache where it is there; `source` may be shared by faces of one file. Throws StudioError naming the file
 * when it cannot be read, is no image, is no longer the file that `contentHash` was made of, or has nothing where the box is.
 */
export async function decodeImage(
  image: ImageFile,
  input: Recipe['input'],
  cacheFolder: string,
  source = new ImageSource(image.file),
): Promise<DecodedImage> {
  const { contentHash, box } = image;
  if (contentHash) {
    const cached = await readCached(cacheFolder, contentHash, input, box);
    if (cached) return cached;
  }
  const { bytes, hash } = await source.read();
  if (contentHash && contentHash !== hash)
    throw new StudioError(
      'bad input',
      `${image.file} is not the file it was when the images were listed: its content has changed. Import it again.`,
    );
  if (!contentHash) {
    const cached = await readCached(cacheFolder, hash, input, box);
    if (cached) return cached;
  }
  const decoded = await asDecoding(image.file, () =>
    input.crop === 'box' ? decodeCrop(source, input, box) : decodeWhole(bytes, input),
  );
  await writeCached(cacheFolder, hash, input, box, decoded);
  return decoded;
}

async function asDecoding(file: string, decode: () => Promise<DecodedImage>): Promise<DecodedImage> {
  try {
    return await decode();
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new StudioError('bad input', `${file} cannot be decoded as an image: ${reason}`, { cause });
  }
}

async function decodeWhole(bytes: Buffer, input: Recipe['input']): Promise<DecodedImage> {
  const { autoOrient } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    .resize(input.width, input.height, stretched)
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return {
    pixels: toChannels(data, info.channels, input),
    originalWidth: autoOrient.width,
    originalHeight: autoOrient.height,
    crop: seenPart(input, autoOrient, null),
  };
}

async function decodeCrop(source: ImageSource, input: Recipe['input'], box: Box | null): Promise<DecodedImage> {
  const { data, ...raw } = await source.decode();
  const crop = seenPart(input, raw, box);
  const [left, top] = [Math.max(0, crop.x), Math.max(0, crop.y)];
  const width = Math.min(raw.width, crop.x + crop.width) - left;
  const height = Math.min(raw.height, crop.y + crop.height) - top;
  if (width <= 0 || height <= 0)
    throw new StudioError(
      'bad input',
      `${source.file} is ${raw.width}×${raw.height} px: the box ${told(crop)} is beside it.`,
    );
  if (crop.width * crop.height > mostCropPixels)
    throw new StudioError('bad input', `${source.file}: the box ${told(crop)} is too large. Draw a smaller one.`);
  // Two passes, since sharp extends only after it has resized.
  const seen = await sharp(data, { raw })
    .extract({ left, top, width, height })
    .extend({
      left: left - crop.x,
      top: top - crop.y,
      right: crop.x + crop.width - left - width,
      bottom: crop.y + crop.height - top - height,
      extendWith: 'copy',
    })
    .raw()
    .toBuffer();
  const resized = await sharp(seen, { raw: { width: crop.width, height: crop.height, channels: raw.channels } })
    .resize(input.width, input.height, stretched)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    pixels: toChannels(resized.data, resized.info.channels, input),
    originalWidth: raw.width,
    originalHeight: raw.height,
    crop,
  };
}

const stretched = { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false } as const;

/** A crop in words: with its margin. */
function told({ x, y, width, height }: Box): string {
  return `with its margin, ${width}×${height} px at ${x}, ${y},`;
}

function toChannels(data: Uint8Array, channels: number, input: Recipe['input']): Uint8Array {
  const colour = channels === 3 ? data : repeatChannel(data);
  return input.channels === 'gray' ? luma(colour) : new Uint8Array(colour);
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
