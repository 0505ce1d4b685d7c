import { availableParallelism } from 'node:os';
import type { JobHandle } from '../context.ts';
import { inParallel } from '../exchange/in-parallel.ts';
import type { AlikePictures } from '../store/check-table.ts';
import type { Store } from '../store/interface.ts';
import { nearHashes } from './near-hashes.ts';
import { leastLikeness, likenessOf, pictureHash, smallPicture } from './picture-hash.ts';

/** Hashes written in one transaction. */
const batch = 200;

/** Of one content; a thousand copies would make half a million pairs. */
const mostCopies = 10;

const atOnce = Math.max(2, availableParallelism());

/** Hashes the pictures that have none yet. Answers the paths of those that could not be read. */
export async function hashPictures(store: Store, imageIds: readonly number[], handle: JobHandle): Promise<string[]> {
  const unreadable: string[] = [];
  let made = new Map<string, Buffer>();
  const keep = (): void => {
    if (made.size > 0) store.checks.addHashes(made);
    made = new Map();
  };
  try {
    await inParallel(imageIds, atOnce, handle, async (imageId) => {
      const image = store.images.one(imageId);
      if (!image) return;
      const hash = await pictureHash(store.images.file(image)).catch(() => null);
      if (hash) made.set(image.contentHash, hash);
      else unreadable.push(image.path);
      if (made.size >= batch) keep();
    });
  } finally {
    // What was read before a cancellation need not be read again.
    keep();
  }
  return unreadable;
}

/** Images that show the same picture: by their bytes, or by hash and then by how they correlate when both are made small. */
export async function alikePictures(store: Store, handle: JobHandle): Promise<AlikePictures[]> {
  const images = store.checks.hashedImages();
  const byContent = Map.groupBy(images, ({ contentHash }) => contentHash);
  const pairs: AlikePictures[] = [];
  for (const copies of byContent.values())
    for (const [place, copy] of copies.entries())
      for (const before of copies.slice(0, Math.min(place, mostCopies)))
        pairs.push({ one: before.id, other: copy.id, likeness: 1 });
  const contents = [...byContent.values()].flatMap(([first]) => (first?.hash ? [{ ...first, hash: first.hash }] : []));
  const candidates = await nearHashes(contents.map(({ hash }) => hash));
  const small = new Map<number, Promise<Float32Array | null>>();
  const smallOf = (id: number): Promise<Float32Array | null> => {
    const known = small.get(id);
    if (known) return known;
    const image = store.images.one(id);
    const made = image ? smallPicture(store.images.file(image)).catch(() => null) : Promise.resolve(null);
    small.set(id, made);
    return made;
  };
  await inParallel(candidates, atOnce, handle, async ([place, other]) => {
    const [one, two] = [contents[place], contents[other]];
    if (!one || !two) return;
    const [left, right] = [await smallOf(one.id), await smallOf(two.id)];
    const likeness = left && right ? likenessOf(left, right) : 0;
    if (likeness < leastLikeness) return;
    // What is like one is like its copies.
    for (const each of (byContent.get(one.contentHash) ?? []).slice(0, mostCopies))
      for (const twin of (byContent.get(two.contentHash) ?? []).slice(0, mostCopies))
        pairs.push({
          one: Math.min(each.id, twin.id),
          other: Math.max(each.id, twin.id),
          likeness: Math.min(likeness, 0.9999),
        });
  });
  return pairs;
}
