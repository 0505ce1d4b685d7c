import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { decodeImage, type DecodedImage } from './decode-image.ts';
import { decodeImages } from './decode-images.ts';
import { ImageSource } from './image-source.ts';

const folder = await temporaryFolder();
const width = 200;
const height = 150;
const input = { width: 96, height: 48, channels: 'gray', crop: 'box', margin: 0.25 } as const;

/** Bright bumps on black, each round its place in px; `seen` is how it is stored: 6 is turned by EXIF to be upright. */
async function dotted(name: string, dots: [number, number][], orientation = 1): Promise<string> {
  const file = join(folder, name);
  const upright = Uint8Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) + 0.5, Math.floor(index / width) + 0.5];
    return Math.min(
      255,
      dots.reduce((sum, [dotX, dotY]) => sum + 255 * Math.exp(-((x - dotX) ** 2 + (y - dotY) ** 2) / 18), 0),
    );
  });
  let picture = sharp(upright, { raw: { width, height, channels: 1 } });
  if (orientation === 6) {
    // Stored turned anticlockwise, to be shown turned clockwise.
    const turned = await picture.rotate(-90).raw().toBuffer({ resolveWithObject: true });
    picture = sharp(turned.data, { raw: { width: height, height: width, channels: turned.info.channels } });
  }
  await picture.withMetadata({ orientation }).png().toFile(file);
  return file;
}

/** Where the brightness is, px of the original image: the centre of mass of the pixels, mapped back as a prediction is. */
function placeOfDot({ pixels, crop }: DecodedImage): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  for (const [index, value] of pixels.entries()) {
    sum += value;
    x += value * ((index % input.width) + 0.5);
    y += value * (Math.floor(index / input.width) + 0.5);
  }
  return [crop.x + (x / sum / input.width) * crop.width, crop.y + (y / sum / input.height) * crop.height];
}

test.each([
  ['inside the image', { x: 80, y: 60, width: 30, height: 40 }, [96, 81], 1],
  ['beyond its left and top edge', { x: -10, y: -12, width: 60, height: 44 }, [22, 18], 1],
  ['beyond its right and bottom edge', { x: 150, y: 120, width: 60, height: 41.5 }, [171, 133], 1],
  ['of a picture turned by EXIF', { x: 150, y: 20, width: 30, height: 30 }, [163, 37], 6],
] as const)('a dot in a box %s is found within half a px of where it was drawn', async (name, box, at, orientation) => {
  const file = await dotted(`${name}.png`, [[...at]], orientation);
  const decoded = await decodeImage({ file, contentHash: null, box }, input, join(folder, 'cache'));
  expect([decoded.originalWidth, decoded.originalHeight]).toEqual([width, height]);
  expect(Math.abs(decoded.crop.width - 2 * decoded.crop.height)).toBeLessThanOrEqual(1);
  const [x, y] = placeOfDot(decoded);
  expect(Math.abs(x - at[0])).toBeLessThan(0.5);
  expect(Math.abs(y - at[1])).toBeLessThan(0.5);
});

test('beyond the edge the edge’s pixels are repeated', async () => {
  const file = join(folder, 'halves.png');
  const halves = Uint8Array.from({ length: 40 * 40 }, (_, index) => (index % 40 < 20 ? 200 : 50));
  await sharp(halves, { raw: { width: 40, height: 40, channels: 1 } })
    .png()
    .toFile(file);
  const square = { ...input, width: 20, height: 20, margin: 0 };
  const box = { x: -20, y: -20, width: 80, height: 80 };
  const { pixels } = await decodeImage({ file, contentHash: null, box }, square, join(folder, 'cache'));
  for (const row of [0, 10, 19]) {
    expect([...pixels.slice(20 * row, 20 * row + 9)]).toEqual(Array.from({ length: 9 }, () => 200));
    expect([...pixels.slice(20 * row + 11, 20 * row + 20)]).toEqual(Array.from({ length: 9 }, () => 50));
  }
});

test('a crop of the whole image has the pixels of the whole image', async () => {
  const file = await dotted('whole.png', [
    [60, 50],
    [150, 100],
  ]);
  const same = { ...input, width: 80, height: 60 };
  const whole = await decodeImage({ file, contentHash: null, box: null }, { ...same, crop: 'whole image' }, folder);
  const cropped = await decodeImage({ file, contentHash: null, box: null }, same, folder);
  expect(cropped.crop).toEqual(whole.crop);
  const apart = whole.pixels.map((pixel, index) => Math.abs(pixel - (cropped.pixels[index] ?? 0)));
  expect(Math.max(...apart)).toBeLessThanOrEqual(1);
});

test('two faces of one file are decoded from one reading, each in its own crop, and kept apart in the cache', async () => {
  const file = await dotted('two.png', [
    [40, 40],
    [150, 110],
  ]);
  const cache = join(folder, 'cache of two');
  const faces = [
    { file, contentHash: null, box: { x: 25, y: 25, width: 30, height: 30 } },
    { file, contentHash: null, box: { x: 135, y: 95, width: 30, height: 30 } },
    { file, contentHash: null, box: { x: 900, y: 95, width: 30, height: 30 } },
  ];
  const decoding = vi.spyOn(ImageSource.prototype, 'read');
  const problems: string[] = [];
  const decoded = await decodeImages(faces, input, cache, { unreadable: (_, message) => problems.push(message) });
  expect(new Set(decoding.mock.contexts).size).toBe(1);
  decoding.mockRestore();
  const places = decoded.map(placeOfDot);
  expect(places.map(([x, y]) => [Math.round(x), Math.round(y)])).toEqual([
    [40, 40],
    [150, 110],
  ]);
  expect(problems).toEqual([expect.stringMatching(/two\.png is 200×150 px: the box .* is beside it/)]);
  const names = (await readdir(cache, { recursive: true })).filter((name) => name.endsWith('.pixels'));
  expect(names).toHaveLength(2);
  const again = await decodeImages(faces.slice(0, 2), input, cache, { unreadable: () => undefined });
  expect(again).toEqual(decoded);
});

test('a box that would take gigabytes is refused by the file’s name', async () => {
  const file = await dotted('huge.png', []);
  const box = { x: 0, y: 0, width: 1e6, height: 1e6 };
  await expect(decodeImage({ file, contentHash: null, box }, input, folder)).rejects.toThrow(/huge\.png.*too large/);
});
