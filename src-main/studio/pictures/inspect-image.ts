import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import sharp, { type Metadata } from 'sharp';
import { StudioError } from '../../contract/index.ts';

/** 200 megapixels: more would not fit in memory beside a network, and is rather a broken header than a photograph. */
export const mostPixels = 200_000_000;

/** What sharp reads and a studio shows; SVG and PDF have no pixels of their own to put landmarks on. */
export const readableFormats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']);

export interface InspectedImage {
  /** px of the upright image, after EXIF orientation. */
  width: number;
  height: number;
  /** SHA-256 of the file's bytes, hex. */
  contentHash: string;
  byteSize: number;
}

/**
 * Looks at an image file, decoding it once at small size so that a file cut short is found now and not in the middle of training.
 * Throws StudioError 'bad input' naming the file when it is missing, broken, of another kind or larger than 200 megapixels.
 */
export async function inspectImage(file: string): Promise<InspectedImage> {
  const { contentHash, byteSize } = await hashFile(file);
  const { width, height } = await checkImage(file, file);
  return { width, height, contentHash, byteSize };
}

/**
 * The format and upright size, px, of an image that can be decoded; `title` is what messages call it.
 * Throws StudioError 'bad input' when it is broken, of another kind or larger than 200 megapixels.
 */
export async function checkImage(
  source: string | Buffer,
  title: string,
): Promise<{ format: string; width: number; height: number }> {
  let metadata: Metadata;
  try {
    // The header alone is read: no limit is needed to say how large the image is.
    metadata = await sharp(source, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw unreadable(title, `it is no image, or one of a kind the studio does not read (${reason(error)})`, error);
  }
  const { format, compression } = metadata;
  if (!readableFormats.has(format) || compression === 'hevc')
    throw unreadable(
      title,
      `the studio reads JPEG, PNG, WebP, GIF, AVIF and TIFF, not ${compression === 'hevc' ? 'HEIC; save it as JPEG' : format}`,
    );
  if (metadata.width * metadata.height > mostPixels)
    throw unreadable(title, `it has ${metadata.width}×${metadata.height} px, more than 200 megapixels`);
  try {
    const image = sharp(source, { limitInputPixels: mostPixels, failOn: 'warning' });
    await image.resize(8, 8, { fit: 'fill' }).raw().toBuffer();
  } catch (error) {
    throw unreadable(title, `it is broken or cut short (${reason(error)})`, error);
  }
  return { format, ...uprightSize(metadata) };
}

/** EXIF orientations 5 to 8 lie on their side. */
export function uprightSize(metadata: { width: number; height: number; orientation?: number | undefined }) {
  const lying = (metadata.orientation ?? 1) >= 5;
  return lying
    ? { width: metadata.height, height: metadata.width }
    : { width: metadata.width, height: metadata.height };
}

/** SHA-256 of a file's bytes, hex. Throws StudioError 'bad input' when it cannot be read. */
export async function hashFile(file: string): Promise<{ contentHash: string; byteSize: number }> {
  const hash = createHash('sha256');
  let byteSize = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      byteSize += chunk.length;
    }
  } catch (error) {
    throw unreadable(file, reason(error), error);
  }
  return { contentHash: hash.digest('hex'), byteSize };
}

function unreadable(file: string, why: string, cause?: unknown): StudioError {
  return new StudioError('bad input', `${file} cannot be used as an image: ${why}.`, { cause });
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? message).trim();
}
