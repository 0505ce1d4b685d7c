import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** After pruning this part of the bound is left, so that it is not due again at once. */
const leftPart = 0.9;

/**
 * Keeps a cache folder (and all below it) within `mostBytes`: those files go first that were used longest ago, by their
 * modification time. Answers the bytes that are left. What cannot be read or removed is passed over.
 */
export async function pruneFolder(folder: string, mostBytes: number): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: { path: string; bytes: number; usedAt: number }[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => null);
    if (found) files.push({ path, bytes: found.size, usedAt: found.mtimeMs });
  }
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= mostBytes) return bytes;
  files.sort((one, other) => one.usedAt - other.usedAt);
  for (const file of files) {
    if (bytes <= leftPart * mostBytes) break;
    await rm(file.path, { force: true }).then(
      () => (bytes -= file.bytes),
      () => undefined,
    );
  }
  return bytes;
}
