import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../contract/index.ts';

/** More files than any dataset of ours; a walk that finds more has been pointed at a disk, not at a dataset. */
const MOST_FILES = 500_000;

/** A file's path from the walked folder, with forward slashes. */
export type RelativePath = string;

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order people expect of numbered names: 2 before 10, without regard to case. */
export function naturalOrder(one: string, other: string): number {
  return natural.compare(one, other) || (one < other ? -1 : Number(one > other));
}

/**
 * Every regular file below a folder, in natural order. Links are followed, but no folder is entered twice, so a link to a
 * parent ends the walk there. Hidden files and folders are passed over, and so is what cannot be read.
 * @throws StudioError 'bad input' when there are more files than a dataset has, 'cancelled' when the signal aborts.
 */
export async function walkFolder(folder: string, signal: AbortSignal): Promise<RelativePath[]> {
  const files: RelativePath[] = [];
  const entered = new Set<string>();
  const waiting = [''];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    throwIfCancelled(signal);
    const place = join(folder, current);
    const real = await realpath(place).catch(() => null);
    if (real === null || entered.has(real)) continue;
    entered.add(real);
    const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = current === '' ? entry.name : `${current}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? await stat(join(folder, path)).catch(() => null) : entry;
      if (kind?.isDirectory()) waiting.push(path);
      else if (kind?.isFile()) files.push(path);
    }
    if (files.length > MOST_FILES)
      throw new StudioError(
        'bad input',
        `${folder} holds more than ${MOST_FILES} files: name the folder of one dataset`,
      );
  }
  return files.sort(naturalOrder);
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new StudioError('cancelled', 'Cancelled; nothing was changed');
}
