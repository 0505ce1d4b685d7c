import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { StudioError, type RelinkReport } from '../../contract/index.ts';
import type { JobHandle } from '../context.ts';
import { hashFile } from '../pictures/inspect-image.ts';
import type { Store, StoredImage } from '../store/interface.ts';
import { inParallel } from './in-parallel.ts';
import { throwIfCancelled, walkFolder } from './walk-folder.ts';

const atOnce = 8;
const namedAtMost = 20;

/**
 * Finds image files that are not where they were, or are another size than when they were taken in: looks through a folder
 * and all below for files of the same content (SHA-256) and has the project name them where they are now. One edit, undoable.
 * Throws StudioError 'bad input' when there is no such folder, 'read only', 'cancelled' (then nothing was changed).
 */
export async function relinkImages(store: Store, folder: string, handle: JobHandle): Promise<RelinkReport> {
  if (store.readOnly)
    throw new StudioError('read only', 'The project is open for reading only: its images cannot be relinked.');
  const root = resolve(folder);
  if (!(await stat(root).catch(() => null))?.isDirectory())
    throw new StudioError('bad input', `There is no folder ${root}.`);
  const lost = await lostImages(store, handle);
  const found = lost.length === 0 ? new Map<string, string>() : await findContents(root, lost, handle);
  throwIfCancelled(handle.signal);
  const moved = lost.flatMap(({ id, contentHash }) => {
    const file = found.get(contentHash);
    return file === undefined ? [] : [{ imageId: id, file }];
  });
  await store.settled();
  if (moved.length > 0)
    store.relinkImages(moved, `Found ${moved.length} moved images in ${basename(root)}`.slice(0, 200));
  const missing = lost.filter(({ contentHash }) => !found.has(contentHash));
  return {
    folder: root,
    lost: lost.length,
    relinked: moved.length,
    missing: missing.slice(0, namedAtMost).map(({ path }) => path),
  };
}

async function lostImages(store: Store, handle: JobHandle): Promise<StoredImage[]> {
  const looked = await inParallel(store.images.ids({}), atOnce, handle, async (id) => {
    const image = store.images.one(id);
    if (!image) return null;
    const file = await stat(store.images.file(image)).catch(() => null);
    return file?.isFile() && file.size === image.byteSize ? null : image;
  });
  return looked.filter((image) => image !== null);
}

/** Files by their content hash. Only those of a wanted size are read. */
async function findContents(root: string, lost: StoredImage[], handle: JobHandle): Promise<Map<string, string>> {
  const sizes = new Set(lost.map(({ byteSize }) => byteSize));
  const wanted = new Set(lost.map(({ contentHash }) => contentHash));
  const found = new Map<string, string>();
  await inParallel(await walkFolder(root, handle.signal), atOnce, handle, async (path) => {
    const file = join(root, path);
    const size = (await stat(file).catch(() => null))?.size;
    if (size === undefined || !sizes.has(size)) return;
    // One that cannot be read is none that was looked for.
    const hash = await hashFile(file).catch(() => null);
    if (hash && wanted.has(hash.contentHash) && !found.has(hash.contentHash)) found.set(hash.contentHash, file);
  });
  return found;
}
