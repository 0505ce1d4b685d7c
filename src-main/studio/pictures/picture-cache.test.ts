import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from '../store/interface.ts';
import { inspectImage } from './inspect-image.ts';
import { PictureCache } from './picture-cache.ts';

let folder: string;
let store: Store;
let cache: PictureCache;
beforeEach(() => {
  folder = temporaryProject();
  mkdirSync(join(folder, 'images'));
  store = openForTest(folder);
  cache = new PictureCache(store);
});

/** A picture whose left half is red and whose right half is blue. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ]);

async function add(name: string, picture: Sharp): Promise<string> {
  const file = join(folder, 'images', name);
  await picture.toFile(file);
  store.importImages([{ ...incoming(name), file, ...(await inspectImage(file)) }], 'Import');
  return file;
}

/** Red and blue at a place of a picture, 0 to 1 of its size. */
async function colourAt(bytes: Buffer, x: number, y: number): Promise<'red' | 'blue'> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const start = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return data[start]! > data[start + 2]! ? 'red' : 'blue';
}

describe('a thumbnail', () => {
  it('is a small JPEG that covers its place, kept beside the project', async () => {
    await add('a.png', halves(640, 480));
    const picture = await cache.thumbnail(1);
    expect(picture?.contentType).toBe('image/jpeg');
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 168, height: 126 });
    const hash = store.images.one(1)!.contentHash;
    expect(readFileSync(join(folder, 'cache', 'thumbnails', hash.slice(0, 2), `${hash}.jpg`))).toEqual(picture!.bytes);
  });

  it('is upright as the image is', async () => {
    // Turned a quarter to the left when stored: red, on the left of the file, is at the top of the upright picture.
    await add(
      'a.jpg',
      sharp(await halves(400, 300).png().toBuffer())
        .withMetadata({ orientation: 6 })
        .jpeg(),
    );
    const { bytes } = (await cache.thumbnail(1))!;
    expect([await colourAt(bytes, 0.5, 0.1), await colourAt(bytes, 0.5, 0.9)]).toEqual(['red', 'blue']);
  });

  it('is never larger than the image', async () => {
    await add('a.png', halves(40, 30));
    expect(await sharp((await cache.thumbnail(1))!.bytes).metadata()).toMatchObject({ width: 40, height: 30 });
  });

  it('comes from the cache when the file is gone, and is made once when asked for twice', async () => {
    const file = await add('a.png', halves(640, 480));
    const [one, other] = await Promise.all([cache.thumbnail(1), cache.thumbnail(1)]);
    expect(one).toBe(other);
    rmSync(file);
    expect(await new PictureCache(store).thumbnail(1)).toEqual(one);
  });

  it('writes nothing into a project opened read-only', async () => {
    await add('a.png', halves(640, 480));
    store.close();
    const reader = new PictureCache(openForTest(folder, { readOnly: true }));
    expect((await reader.thumbnail(1))?.contentType).toBe('image/jpeg');
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });

  it('of no image or a lost file is null, until the file is back', async () => {
    expect(await cache.thumbnail(1)).toBeNull();
    const file = await add('a.png', halves(64, 48));
    const bytes = readFileSync(file);
    rmSync(file);
    expect(await cache.thumbnail(1)).toBeNull();
    writeFileSync(file, bytes);
    expect(await cache.thumbnail(1)).not.toBeNull();
  });
});

describe('a preview', () => {
  it('is the whole picture, small enough for a tile, kept beside the thumbnails', async () => {
    await add('a.png', halves(1600, 1000));
    const picture = await cache.preview(1);
    expect(picture?.contentType).toBe('image/jpeg');
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 400 });
    const hash = store.images.one(1)!.contentHash;
    expect(readFileSync(join(folder, 'cache', 'previews', hash.slice(0, 2), `${hash}.jpg`))).toEqual(picture!.bytes);
  });

  it('of a small file is that file', async () => {
    const file = await add('a.jpg', halves(640, 480));
    expect(await cache.preview(1)).toEqual({ contentType: 'image/jpeg', bytes: readFileSync(file) });
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });
});

describe('a full picture', () => {
  it.each([
    ['a.jpg', 'image/jpeg'],
    ['a.png', 'image/png'],
    ['a.webp', 'image/webp'],
    ['a.gif', 'image/gif'],
    ['a.avif', 'image/avif'],
  ])('%s is sent byte for byte as %s', async (name, contentType) => {
    const file = await add(name, halves(64, 48));
    expect(await cache.full(1)).toEqual({ contentType, bytes: readFileSync(file) });
  });

  it('of a kind browsers do not show is sent as PNG of the same pixels', async () => {
    await add('a.tiff', halves(64, 48));
    const picture = await cache.full(1);
    expect(picture?.contentType).toBe('image/png');
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: 'png', width: 64, height: 48 });
    expect([await colourAt(picture!.bytes, 0.1, 0.5), await colourAt(picture!.bytes, 0.9, 0.5)]).toEqual([
      'red',
      'blue',
    ]);
  });

  it('is sent upright when browsers may not turn it themselves', async () => {
    await add(
      'a.webp',
      sharp(await halves(64, 48).png().toBuffer())
        .withMetadata({ orientation: 6 })
        .webp({ lossless: true }),
    );
    const picture = await cache.full(1);
    expect(await sharp(picture!.bytes).metadata()).toMatchObject({ format: 'png', width: 48, height: 64 });
    expect(await colourAt(picture!.bytes, 0.5, 0.1)).toBe('red');
  });

  it('of no image, a lost file or a broken one is null', async () => {
    expect(await cache.full(1)).toBeNull();
    const file = await add('a.png', halves(64, 48));
    writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>');
    expect(await cache.full(1)).toBeNull();
    rmSync(file);
    expect(await cache.full(1)).toBeNull();
  });
});

it('an image too large for a window is sent at reduced size, upright and with its sides in proportion', async () => {
  await add('large.jpg', sharp({ create: { width: 9000, height: 7000, channels: 3, background: '#336699' } }).jpeg());
  const { contentType, bytes } = (await cache.full(1))!;
  expect(contentType).toBe('image/jpeg');
  const { width, height } = await sharp(bytes).metadata();
  expect(width * height).toBeLessThanOrEqual(60_000_000);
  expect(width).toBeGreaterThan(7000);
  expect(width / height).toBeCloseTo(9 / 7, 3);
});
