import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { mostShownPixels } from '../../contract/index.ts';
import type { ReadableStore } from '../store/interface.ts';
import { mostPixels, readableFormats } from './inspect-image.ts';
import { NewestFirst } from './newest-first.ts';
import { SmallPictures } from './small-pictures.ts';

/** Bytes as a host sends them. */
export interface Picture {
  contentType: string;
  bytes: Buffer;
}

/** px; twice what the list shows, for dense screens. */
export const thumbnailSize = { width: 168, height: 126 };
/** px; twice a gallery's tile. */
export const previewSize = { width: 640, height: 640 };

/** What every browser shows by itself. */
const shownByBrowsers: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
};

const limits = { limitInputPixels: mostPixels };

/** Of the four threads that Node has for files and pictures alike: the picture that a person opens must not wait for a list's. */
const madeAtOnce = 2;

/** A small file of an image no larger than a preview is sent as it is. */
const mostSmallBytes = 200_000;

/**
 * Pictures of a project by image id. Null when there is no such image, its file is gone, or it cannot be decoded any more.
 */
export class PictureCache {
  readonly #store: ReadableStore;
  readonly #thumbnails: SmallPictures;
  readonly #previews: SmallPictures;

  constructor(store: ReadableStore) {
    this.#store = store;
    const making = new NewestFirst(madeAtOnce);
    this.#thumbnails = new SmallPictures(
      store,
      // About 100,000 of them on the disk.
      { folder: 'thumbnails', size: { ...thumbnailSize, fit: 'cover' }, quality: 80, mostBytes: 1e9, remembered: 1000 },
      making,
    );
    this.#previews = new SmallPictures(
      store,
      // About 40,000.
      { folder: 'previews', size: { ...previewSize, fit: 'inside' }, quality: 82, mostBytes: 2e9, remembered: 200 },
      making,
    );
  }

  async thumbnail(imageId: number): Promise<Picture | null> {
    const image = this.#store.images.one(imageId);
    return image && this.#thumbnails.of(image);
  }

  /** The whole picture, at most `previewSize`: what a gallery shows. */
  async preview(imageId: number): Promise<Picture | null> {
    const image = this.#store.images.one(imageId);
    if (!image) return null;
    const isSmall = image.width <= previewSize.width && image.height <= previewSize.height;
    return isSmall && image.byteSize <= mostSmallBytes ? this.full(imageId) : this.#previews.of(image);
  }

  async full(imageId: number): Promise<Picture | null> {
    const image = this.#store.images.one(imageId);
    if (!image) return null;
    try {
      const file = this.#store.images.file(image);
      const { format, compression, orientation, width, height } = await sharp(file, limits).metadata();
      if (!readableFormats.has(format)) return null;
      // By its header, for it may have been replaced. Hundreds of megabytes are not to lie in memory.
      if (width * height > mostShownPixels) return { contentType: 'image/jpeg', bytes: await reduced(file) };
      const contentType = shownByBrowsers[format === 'heif' && compression === 'av1' ? 'avif' : format];
      // Browsers turn a JPEG by its EXIF orientation as we do; for other formats they differ.
      const upright = format === 'jpeg' || (orientation ?? 1) === 1;
      if (contentType && upright) return { contentType, bytes: await readFile(file) };
      return { contentType: 'image/png', bytes: await sharp(file, limits).rotate().png().toBuffer() };
    } catch {
      return null;
    }
  }
}

/** At most `mostShownPixels`, upright, as JPEG. A large JPEG is decoded at reduced size from the start. */
async function reduced(file: string): Promise<Buffer> {
  const side = Math.floor(Math.sqrt(mostShownPixels));
  return sharp(file, limits)
    .rotate()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 92 })
    .toBuffer();
}
