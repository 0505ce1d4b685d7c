import { createHash } from 'node:crypto';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Color, type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { decodeImage, type ImageFile } from './decode-image.ts';

const folder = await temporaryFolder();
const cache = join(folder, 'cache');
const gray = { width: 8, height: 8, channels: 'gray', crop: 'whole image', margin: 0 } as const;
const colour = { ...gray, channels: 'colour' } as const;

async function imageFile(name: string, picture: Sharp): Promise<ImageFile & { contentHash: string }> {
  const file = join(folder, name);
  await picture.toFile(file);
  const contentHash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { file, contentHash, box: null };
}

const plain = (background: Color, width = 16, height = 16): Sharp =>
  sharp({ create: { width, height, channels: 3, background } });

/** Left half black, right half white. */
function halves(width: number, height: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height }, (_, index) => (index % width < width / 2 ? 0 : 255));
  return sharp(pixels, { raw: { width, height, channels: 1 } });
}

async function entries(): Promise<string[]> {
  const names = await readdir(cache, { recursive: true });
  return names.filter((name) => name.endsWith('.pixels')).map((name) => join(cache, name));
}

test('gray is Rec. 601 luma of the encoded values; colour keeps its channels', async () => {
  const image = await imageFile('plain.png', plain({ r: 200, g: 100, b: 50 }));
  const luma = Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50);
  expect([...new Set((await decodeImage(image, gray, cache)).pixels)]).toEqual([luma]);
  const { pixels } = await decodeImage(image, colour, cache);
  expect(pixels).toHaveLength(8 * 8 * 3);
  expect([...pixels.slice(0, 3)]).toEqual([200, 100, 50]);
});

test.each([
  ['gray', halves(32, 16).png()],
  ['16 bit', halves(32, 16).toColourspace('rgb16').png()],
  ['with transparency', halves(32, 16).toColourspace('srgb').ensureAlpha(1).png()],
  ['CMYK', halves(32, 16).toColourspace('cmyk').jpeg({ quality: 100 })],
])('a picture that is %s gives the same pixels', async (name, picture) => {
  const image = await imageFile(`kind ${name}`, picture);
  for (const [input, channels] of [
    [gray, 1],
    [colour, 3],
  ] as const) {
    const { pixels } = await decodeImage(image, input, cache);
    expect(pixels).toHaveLength(64 * channels);
    // Inks give no pure black and white.
    expect(pixels[0]).toBeLessThan(16);
    expect(pixels[7 * channels]).toBeGreaterThan(239);
  }
});

test('EXIF orientation is applied: the picture and its size are upright', async () => {
  // Orientation 6: shown turned clockwise by a quarter, so that the left half comes to the top.
  const image = await imageFile('turned.jpg', halves(32, 16).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }));
  const decoded = await decodeImage(image, gray, cache);
  expect([decoded.originalWidth, decoded.originalHeight]).toEqual([16, 32]);
  expect(decoded.pixels[0]).toBeLessThan(20);
  expect(decoded.pixels[7]).toBeLessThan(20);
  expect(decoded.pixels[56]).toBeGreaterThan(235);
});

test('the whole picture is stretched, averaged rather than sampled', async () => {
  const stripes = Uint8Array.from({ length: 64 * 16 }, (_, index) => (index % 2 === 0 ? 0 : 255));
  const image = await imageFile('stripes.png', sharp(stripes, { raw: { width: 64, height: 16, channels: 1 } }).png());
  const { pixels } = await decodeImage(image, gray, cache);
  for (const pixel of pixels) expect(Math.abs(pixel - 127.5)).toBeLessThan(3);
});

test('the cache answers without the file; a short or damaged entry is made anew', async () => {
  await rm(cache, { recursive: true, force: true });
  const image = await imageFile('cached.png', plain({ r: 9, g: 9, b: 9 }));
  const first = await decodeImage(image, gray, cache);
  const [entry] = await entries();
  await truncate(entry!, 20);
  expect(await decodeImage(image, gray, cache)).toEqual(first);
  const damaged = await readFile(entry!);
  damaged[30] = 200;
  await writeFile(entry!, damaged);
  expect(await decodeImage(image, gray, cache)).toEqual(first);
  await rm(image.file);
  expect(await decodeImage(image, gray, cache)).toEqual(first);
  expect(await entries()).toHaveLength(1);
});

test('without a known hash the file is read and its entry shared', async () => {
  const image = await imageFile('unknown.png', plain({ r: 7, g: 7, b: 7 }));
  await decodeImage(image, gray, cache);
  const before = await entries();
  await decodeImage({ file: image.file, contentHash: null, box: null }, gray, cache);
  expect(await entries()).toEqual(before);
});

test('a missing, broken, cut-off or changed file is named in the error', async () => {
  const decode = (image: ImageFile): Promise<unknown> => decodeImage(image, gray, cache);
  await expect(decode({ file: join(folder, 'none.jpg'), contentHash: null, box: null })).rejects.toThrow(
    /none\.jpg.*not there/,
  );
  await writeFile(join(folder, 'broken.jpg'), 'not a picture');
  await expect(decode({ file: join(folder, 'broken.jpg'), contentHash: null, box: null })).rejects.toThrow(
    /broken\.jpg.*decoded/,
  );
  const cut = await imageFile('cut.jpg', plain({ r: 1, g: 2, b: 3 }, 400, 400).jpeg());
  await truncate(cut.file, 1200);
  await expect(decode({ file: cut.file, contentHash: null, box: null })).rejects.toThrow(/cut\.jpg.*decoded/);
  await expect(decode(cut)).rejects.toThrow(/cut\.jpg.*content has changed/);
});
