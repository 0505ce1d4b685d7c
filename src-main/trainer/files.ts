import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes on disk before this resolves: a rename that follows never names an empty file after a power cut. */
export async function writeDurably(file: string, data: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The file is either as before or whole; its folder is made when missing. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.unfinished`;
  await writeDurably(unfinished, data);
  await rename(unfinished, file);
}

const spareOf = (folder: string): string => `${folder}.previous`;

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

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
