import { stat } from 'node:fs/promises';
import type { ReadableStore, StoredImage } from '../store/interface.ts';
import { hashFile } from './inspect-image.ts';

/**
 * Whether images' files are the ones that were taken in, by their content: a file of the same size may be another picture. Each
 * is read once in the background when it is looked at, and again when its time or size has become another.
 */
export class FileCheck {
  readonly #store: ReadableStore;
  readonly #onReplaced: (imageId: number) => void;
  /** By image: the file as it was read, and its content's hash. */
  readonly #read = new Map<number, { seen: string; contentHash: string }>();

  /** `onReplaced` is told of an image whose file has just been found to be another. */
  constructor(store: ReadableStore, onReplaced: (imageId: number) => void) {
    this.#store = store;
    this.#onReplaced = onReplaced;
  }

  /** As far as it has been read. */
  isReplaced({ id, contentHash }: StoredImage): boolean {
    const known = this.#read.get(id);
    return known !== undefined && known.contentHash !== contentHash;
  }

  /** Reads the image's file unless it has been read. A file that is not there or cannot be read is told of elsewhere. */
  async look(image: StoredImage): Promise<void> {
    const file = this.#store.images.file(image);
    const before = this.#read.get(image.id);
    const found = await stat(file).catch(() => null);
    const seen = found ? `${found.mtimeMs} ${found.size}` : '';
    if (before?.seen === seen) return;
    const read = found?.isFile() ? await hashFile(file).catch(() => null) : null;
    if (!read) {
      this.#read.delete(image.id);
      return;
    }
    this.#read.set(image.id, { seen, contentHash: read.contentHash });
    if (read.contentHash !== image.contentHash && before?.contentHash !== read.contentHash) this.#onReplaced(image.id);
  }
}
