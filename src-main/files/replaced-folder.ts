import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, writeDurably } from './durable-files.ts';

const spareOf = (folder: string): string => `${folder}.previous`;

/** How often a reader begins again; a version stays for an epoch, and reading it takes a few milliseconds. */
const attempts = 50;

/**
 * Replaces all files of a folder together. A crash leaves the folder old or new, or, between the two renames, the old
 * one under its spare name, which `recoverFolder` puts back.
 */
export async function replaceFolder(folder: string, files: Record<string, string | Uint8Array>): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  for (const [name, data] of Object.entries(files)) await writeDurably(join(unfinished, name), data);
  await rm(spareOf(folder), { recursive: true, force: true });
  if (await exists(folder)) await rename(folder, spareOf(folder));
  await rename(unfinished, folder);
  await rm(spareOf(folder), { recursive: true, force: true });
}

/** Puts back the old folder where a crash kept `replaceFolder` from its last rename. */
export async function recoverFolder(folder: string): Promise<void> {
  if (!(await exists(folder)) && (await exists(spareOf(folder)))) await rename(spareOf(folder), folder);
}

/**
 * What `read` makes of a folder that another process may replace (`replaceFolder`) at any moment, all of it from one
 * version; null where there is none. `read` is called again when the folder was replaced while it read, and is given the
 * spare where the folder is just then not there; what it throws about a version that stayed is thrown.
 */
export async function readReplacedFolder<Result>(
  folder: string,
  read: (folder: string) => Promise<Result>,
): Promise<Result | null> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const place = (await exists(folder)) ? folder : spareOf(folder);
    const version = await versionOf(place);
    if (version === null) {
      // Neither was there when it was looked at: so it is when a replacement ends in between, but not time and again.
      if (attempt > 3) return null;
      continue;
    }
    const outcome = await read(place).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    if ((await versionOf(place)) !== version) continue;
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  }
  throw new Error(`${folder} was replaced each of the ${attempts} times that it was read.`);
}

/** Another for each folder that had this name; null where there is none. */
async function versionOf(folder: string): Promise<string | null> {
  const found = await stat(folder, { bigint: true }).catch(() => null);
  // A removed folder's number may be given to a new one: hence the time of its last file too.
  return found && `${found.ino} ${found.mtimeNs}`;
}
