import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type ResizeOptions } from 'sharp';
import type { ReadableStore, StoredImage } from '../store/interface.ts';
import { writeAtomically } from '../../files/durable-files.ts';
import { mostPixels } from './inspect-image.ts';
import type { NewestFirst } from './newest-first.ts';
import type { Picture } from './picture-cache.ts';
import { pruneFolder } from './prune-folder.ts';

export interface SmallPictureKind {
  /** Of the folder in the project's `cache`. */
  folder: string;
  size: ResizeOptions;
  quality: number;
  /** On the disk; those used longest ago go first. */
  mostBytes: number;
  /** In memory. */
  remembered: number;
}

/** So many are made between two looks at how much there is. */
const madeBetweenPrunings = 2000;

/**
 * Reduced JPEGs of images, kept in the project's `cache` by content hash, so that a replaced file never shows the old face, and bounded
 * in size; a project opened read-only keeps them in memory alone. Null when the file is gone or cannot be decoded any more.
 */
export class SmallPictures {
  readonly #store: ReadableStore;
  readonly #kind: SmallPictureKind;
  readonly #making: NewestFirst;
  /** Newest last. Promises, so that a picture asked for twice at once is made once. */
  readonly #known = new Map<string, Promise<Picture | null>>();
  /** Made in this session. */
  #made = 0;

  /** `making`: shared by the kinds, so that all of them together leave threads for the picture that a person opens. */
  constructor(store: ReadableStore, kind: SmallPictureKind, making: NewestFirst) {
    this.#store = store;
    this.#kind = kind;
    this.#making = making;
  }

  async of(image: StoredImage): Promise<Picture | null> {
    const key = image.contentHash;
    const known = this.#known.get(key);
    if (known) {
      this.#known.delete(key);
      this.#known.set(key, known);
      return known;
    }
    const made = this.#findOrMake(image);
    this.#known.set(key, made);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > this.#kind.remembered && oldest !== undefined) this.#known.delete(oldest);
    const picture = await made;
    // The file may come back, say with the drive it is on.
    if (!picture) this.#known.delete(key);
    return picture;
  }

  async #findOrMake(image: StoredImage): Promise<Picture | null> {
    const { contentHash } = image;
    const folder = join(this.#store.projectFolder, 'cache', this.#kind.folder);
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
        sharp(this.#store.images.file(image), { limitInputPixels: mostPixels })
          .rotate()
          .resize({ ...this.#kind.size, withoutEnlargement: true })
          .flatten({ background: '#808080' })
          .jpeg({ quality: this.#kind.quality })
          .toBuffer(),
      );
    } catch {
      return null;
    }
    // A folder that was moved or deleted is not to come back with nothing but small pictures in it.
    if (!this.#store.readOnly && this.#store.place().kind === 'there') {
      await keep(file, bytes);
      if (this.#made % madeBetweenPrunings === 0) void pruneFolder(folder, this.#kind.mostBytes);
      this.#made += 1;
    }
    return { contentType: 'image/jpeg', bytes };
  }
}

async function keep(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeAtomically(file, bytes);
  } catch {
    // A cache that cannot be written, on a full disk say, must not keep the picture from being seen.
  }
}
