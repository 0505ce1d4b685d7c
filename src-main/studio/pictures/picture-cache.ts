import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { mostShownPixels } from '../../contract/index.ts';
import type { ReadableStore, StoredImage } from '../store/interface.ts';
import { writeFileAtomically } from '../system/write-file.ts';
import { NewestFirst } from './newest-first.ts';
import { pruneFolder } from './prune-folder.ts';
import { mostPixels, readableFormats } from './inspect-image.ts';

/** Bytes as a host sends them. */
export interface Picture {
  contentType: string;
  bytes: Buffer;
}

/** px; twice what the list shows, for dense screens. */
export const thumbnailSize = { width: 168, height: 126 };

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

const rememberedThumbnails = 1000;

/** About 100,000 thumbnails on the disk; those used longest ago go first. */
const mostThumbnailBytes = 1_000_000_000;
/** So many are made between two looks at how much there is. */
const madeBetweenPrunings = 2000;

/**
 * Pictures of a project by image id. Thumbnails are kept in the project's `cache/thumbnails` by content hash, so that a replaced
 * file never shows the old face, and bounded in size; a project opened read-only keeps them in memory alone.
 * Null when there is no such image, its file is gone, or it cannot be decoded any more.
 */
export class PictureCache {
  readonly #store: ReadableStore;
  /** Newest last. Promises, so that a thumbnail asked for twice at once is made once. */
  readonly #thumbnails = new Map<string, Promise<Picture | null>>();

  readonly #making = new NewestFirst(madeAtOnce);
  /** Made in this session. */
  #made = 0;

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  async thumbnail(imageId: number): Promise<Picture | null> {
    const image = this.#store.images.one(imageId);
    if (!image) return null;
    const key = image.contentHash;
    const known = this.#thumbnails.get(key);
    if (known) {
      this.#thumbnails.delete(key);
      this.#thumbnails.set(key, known);
      return known;
    }
    const made = this.#findOrMake(image);
    this.#thumbnails.set(key, made);
    const oldest = this.#thumbnails.keys().next().value;
    if (this.#thumbnails.size > rememberedThumbnails && oldest !== undefined) this.#thumbnails.delete(oldest);
    const picture = await made;
    // The file may come back, say with the drive it is on.
    if (!picture) this.#thumbnails.delete(key);
    return picture;
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

  async #findOrMake(image: StoredImage): Promise<Picture | null> {
    const { contentHash } = image;
    const folder = join(this.#store.projectFolder, 'cache', 'thumbnails');
    const file = join(folder, contentHash.slice(0, 2), `${contentHash}.jpg`);
    try {
      const bytes = await readFile(file);
      // Its time says when it was last of use; a folder that cannot be written is not pruned either.
      const now = new Date();
      void utimes(file, now, now).catch(() => undefined);
      return { contentType: 'image/jpeg', bytes };
    } catch {
      // Not made yet.
    }
    let bytes: Buffer;
    try {
      bytes = await this.#making.run(() =>
        sharp(this.#store.images.file(image), limits)
          .rotate()
          .resize({ ...thumbnailSize, fit: 'cover', withoutEnlargement: true })
          .flatten({ background: '#808080' })
          .jpeg({ quality: 80 })
          .toBuffer(),
      );
    } catch {
      return null;
    }
    // A folder that was moved or deleted is not to come back with nothing but thumbnails in it.
    if (!this.#store.readOnly && this.#store.place().kind === 'there') {
      await keep(file, bytes);
      if (this.#made % madeBetweenPrunings === 0) void pruneFolder(folder, mostThumbnailBytes);
      this.#made += 1;
    }
    return { contentType: 'image/jpeg', bytes };
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

async function keep(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFileAtomically(file, bytes);
  } catch {
    // A cache that cannot be written, on a full disk say, must not keep the picture from being seen.
  }
}
