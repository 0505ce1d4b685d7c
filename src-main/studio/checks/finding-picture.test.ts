import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { findingPicture } from './finding-picture.ts';

const image = { width: 640, height: 480 };

it.each([
  ['within the image, at fractions of a px', { x: 223.904, y: 220.031, width: 102.224, height: 67.428 }],
  ['past a corner', { x: -30.4, y: 430.2, width: 90.1, height: 99.9 }],
  ['wholly outside', { x: 900, y: -300, width: 40, height: 40 }],
  ['the whole image', null],
])('is a small square of a place %s', async (_, area) => {
  const file = join(temporaryFolder(), 'a.jpg');
  await sharp({ create: { ...image, channels: 3, background: '#00a000' } })
    .jpeg()
    .toFile(file);
  const { bytes, contentType } = await findingPicture(file, image, area, [{ x: 250, y: 250 }]);
  expect(contentType).toBe('image/jpeg');
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 144, height: 144 });
});

it('rings a landmark where it is', async () => {
  const file = join(temporaryFolder(), 'a.jpg');
  await sharp({ create: { ...image, channels: 3, background: '#000' } })
    .jpeg()
    .toFile(file);
  const { bytes } = await findingPicture(file, image, { x: 100, y: 100, width: 144, height: 144 }, [
    { x: 130, y: 200 },
  ]);
  const { data } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  const bright = [...data.entries()]
    .filter(([, value]) => value > 120)
    .map(([place]) => [place % 144, Math.floor(place / 144)]);
  expect(bright.length).toBeGreaterThan(20);
  for (const [x, y] of bright) expect(Math.hypot(x! - 30, y! - 100)).toBeLessThan(10);
});
