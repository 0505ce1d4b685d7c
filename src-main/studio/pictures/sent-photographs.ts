import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Photographs of friends are not to pile up where nobody looks. */
const mostKept = 4;

/**
 * Image files that a window sent (dropped on it, pasted), since a browser does not tell where a file is, or is on another
 * computer. The last few lie in a temporary folder that goes with the project.
 */
export class SentPhotographs {
  #folder: Promise<string> | null = null;
  #count = 0;
  readonly #files: string[] = [];

  /** Writes the bytes to a file and answers its path. */
  async keep(bytes: Uint8Array, format: string): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'keypoint-studio-photographs-'));
    const file = join(await this.#folder, `${(this.#count += 1)}.${format}`);
    await writeFile(file, bytes);
    this.#files.push(file);
    const oldest = this.#files.length > mostKept ? this.#files.shift() : undefined;
    if (oldest !== undefined) await rm(oldest, { force: true });
    return file;
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true, maxRetries: 3 });
    this.#folder = null;
  }
}
