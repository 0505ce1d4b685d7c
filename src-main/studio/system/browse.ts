import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StudioError, type BrowseEntry, type BrowseResult } from '../../contract/index.ts';
import { compareNaturally } from '../store/natural-order.ts';
import { databaseName } from '../store/open-store.ts';

const mostEntries = 1000;

/**
 * What is in a folder of the studio's computer (the home folder when none is named), without hidden entries. Of a file, what is
 * in its folder.
 * Throws StudioError 'not found' or 'bad input' naming the folder and why it cannot be shown.
 */
export async function browse(path: string | undefined): Promise<BrowseResult> {
  const home = homedir();
  const asked = resolve(path ?? home);
  const isFile = await stat(asked).then(
    (what) => what.isFile(),
    () => false,
  );
  const folder = isFile ? dirname(asked) : asked;
  let found: Dirent[];
  try {
    found = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw explain(error, folder);
  }
  const shown = found.filter((entry) => !entry.name.startsWith('.'));
  const entries = (await Promise.all(shown.map((entry) => describe(folder, entry)))).filter((entry) => entry !== null);
  entries.sort(
    (left, right) =>
      Number(left.kind === 'file') - Number(right.kind === 'file') || compareNaturally(left.name, right.name),
  );
  const parent = dirname(folder);
  return {
    path: folder,
    file: isFile ? asked : null,
    parent: parent === folder ? null : parent,
    home,
    entries: entries.slice(0, mostEntries),
    truncated: entries.length > mostEntries,
  };
}

/** Null for what is neither a file nor a folder, such as a link to nowhere. */
async function describe(folder: string, entry: Dirent): Promise<BrowseEntry | null> {
  const path = join(folder, entry.name);
  const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
  if (kind?.isFile()) return { name: entry.name, path, kind: 'file' };
  if (!kind?.isDirectory()) return null;
  const isProject = await stat(join(path, databaseName)).then(
    (file) => file.isFile(),
    () => false,
  );
  return { name: entry.name, path, kind: isProject ? 'project' : 'folder' };
}

function explain(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return new StudioError('not found', `There is no folder ${folder}.`, { cause: error });
  if (code === 'ENOTDIR')
    return new StudioError('bad input', `${folder} is in no folder: a part of it is a file.`, { cause: error });
  if (code === 'EACCES' || code === 'EPERM')
    return new StudioError(
      'bad input',
      `You are not allowed to look into ${folder}. Ask its owner for the right to read it.`,
      {
        cause: error,
      },
    );
  return error;
}
