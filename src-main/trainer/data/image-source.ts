import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { StudioError } from '../../contract/errors.ts';

/** Full-size pixels, upright, row by row, 0 … 255: one channel where the file is gray, else three. */
export interface FullPicture {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 3;
}

/** An image file, read and decoded when first asked for, and then once for all faces in it. */
export class ImageSource {
  readonly file: string;
  #bytes: Promise<{ bytes: Buffer; hash: string }> | null = null;
  #picture: Promise<FullPicture> | null = null;

  constructor(file: string) {
    this.file = file;
  }

  /** The file's bytes with their SHA-256, hex. Throws StudioError 'not found' naming the file. */
  read(): Promise<{ bytes: Buffer; hash: string }> {
    return (this.#bytes ??= this.#readBytes());
  }

  /** Throws what sharp throws when it is no image. */
  decode(): Promise<FullPicture> {
    return (this.#picture ??= this.#decodeBytes());
  }

  async #readBytes(): Promise<{ bytes: Buffer; hash: string }> {
    try {
      const bytes = await readFile(this.file);
      return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
    } catch (cause) {
      const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = missing ? 'it is not there' : (cause as Error).message;
      throw new StudioError('not found', `${this.file} cannot be read: ${reason}.`, { cause });
    }
  }

  async #decodeBytes(): Promise<FullPicture> {
    const { bytes } = await this.read();
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels === 3 ? 3 : 1 };
  }
}
