import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';

/** What the decoder reads, by the name's ending. */
const imageEndings = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.gif', '.avif']);

/**
 * The image files that paths name, absolute and each once: files as they are, folders with all that is in them, in
 * natural order. What is not there, is no image or holds none is a problem.
 */
export async function findImages(
  paths: string[],
): Promise<{ files: string[]; problems: { file: string; message: string }[] }> {
  const files = new Set<string>();
  const problems: { file: string; message: string }[] = [];
  for (const path of paths.map((given) => resolve(given))) {
    try {
      const found = (await stat(path)).isDirectory() ? await imagesIn(path) : isImage(path) ? [path] : [];
      if (found.length === 0)
        problems.push({ file: path, message: 'No image that can be read: JPEG, PNG, WebP, TIFF, GIF or AVIF.' });
      for (const file of found) files.add(file);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      problems.push({ file: path, message: missing ? 'There is no such file or folder.' : (error as Error).message });
    }
  }
  return { files: [...files], problems };
}

async function imagesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const natural = new Intl.Collator('en', { numeric: true });
  return entries
    .filter((entry) => entry.isFile() && isImage(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((one, other) => natural.compare(one, other));
}

function isImage(name: string): boolean {
  return imageEndings.has(extname(name).toLowerCase());
}
