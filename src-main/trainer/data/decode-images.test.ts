import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBlobs } from '../testing/blobs.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { decodeImages } from './decode-images.ts';

const folder = await temporaryFolder();
const { images } = await makeBlobs(join(folder, 'images'), 12);
const input = { width: 8, height: 8, channels: 'gray', crop: 'whole image', margin: 0 } as const;
const neverUnreadable = (file: string): never => {
  throw new Error(`unexpected: ${file}`);
};

test('images come in the order asked for, and progress reaches the total', async () => {
  const seen: number[] = [];
  const decoded = await decodeImages(images, input, join(folder, 'cache'), {
    progress: (done, total) => seen.push(done / total),
    unreadable: neverUnreadable,
  });
  expect(decoded.map(({ id }) => id)).toEqual(images.map(({ id }) => id));
  expect(seen).toHaveLength(12);
  expect(seen.at(-1)).toBe(1);
});

test('an unreadable image, and one of another size than its landmarks, are reported and left out', async () => {
  const broken = { ...images[3]!, file: join(folder, 'broken.jpg'), contentHash: 'f'.repeat(64) };
  await writeFile(broken.file, 'nothing');
  const wrongSize = { ...images[5]!, width: 640 };
  const asked = images.map((image) =>
    image.id === broken.id ? broken : image.id === wrongSize.id ? wrongSize : image,
  );
  const reported = new Map<string, string>();
  const decoded = await decodeImages(asked, input, join(folder, 'cache'), {
    unreadable: (file, message) => reported.set(file, message),
  });
  expect(decoded.map(({ id }) => id)).toEqual([1, 2, 3, 5, 7, 8, 9, 10, 11, 12]);
  expect([...reported.keys()].sort()).toEqual([broken.file, wrongSize.file].sort());
  expect(reported.get(wrongSize.file)).toMatch(/blob-6\.jpg is 64×48 px.*640×48/);
});

test('a stop leaves the rest undone', async () => {
  const decoded = await decodeImages(images, input, join(folder, 'cache'), {
    unreadable: neverUnreadable,
    stopped: () => Promise.resolve(true),
  });
  expect(decoded).toEqual([]);
});
