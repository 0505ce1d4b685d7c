import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

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

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
