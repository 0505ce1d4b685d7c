import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StudioError } from '../../contract/index.ts';
import type { Store } from '../store/interface.ts';
import { databaseName } from '../store/open-store.ts';

/**
 * Writes an open project whose folder was deleted there again: its database, from the file that SQLite still holds open. What
 * lay beside it (runs' models, backups, images copied in) is not brought back. The project must be closed and opened again
 * after that. Throws StudioError 'bad input' when it is there, or another is; 'failed' when the folder cannot be made.
 */
export function putBack(store: Store): void {
  const folder = store.projectFolder;
  if (store.place().kind === 'there')
    throw new StudioError('bad input', `${folder} is where it was: it need not be written again.`);
  const file = join(folder, databaseName);
  if (existsSync(file))
    throw new StudioError(
      'bad input',
      `${file} is another project now, which is not written over. Move its folder elsewhere and try again.`,
    );
  const incoming = `${file}.restoring`;
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(incoming, { force: true });
    store.copyTo(incoming);
    settle(incoming);
    renameSync(incoming, file);
    settle(dirname(file));
  } catch (error) {
    rmSync(incoming, { force: true });
    if (error instanceof StudioError) throw error;
    throw new StudioError('failed', `${folder} cannot be written again: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** Waits until a file or folder is on the disk. Windows has no such thing for folders. */
function settle(path: string): void {
  if (process.platform === 'win32' && !path.endsWith('.restoring')) return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
