import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { drawFace } from '../sample/draw-face.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { leastLikeness, likenessOf, mostBits, pictureHash, smallPicture } from './picture-hash.ts';

async function written(folder: string, name: string, picture: Sharp): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, await picture.toBuffer());
  return file;
}

const drawn = (person: number, view: number): Sharp => sharp(Buffer.from(drawFace(1, person, view).svg)).removeAlpha();

async function compare(one: string, other: string): Promise<{ bits: number; likeness: number }> {
  const [left, right] = [await pictureHash(one), await pictureHash(other)];
  const bits = [...left].reduce(
    (sum, byte, place) => sum + (byte ^ right[place]!).toString(2).replaceAll('0', '').length,
    0,
  );
  return { bits, likeness: likenessOf(await smallPicture(one), await smallPicture(other)) };
}

it('knows a picture again that was saved smaller, stronger compressed, darker, grey, or lying on its side by its EXIF', async () => {
  const folder = temporaryFolder();
  const original = await written(folder, 'a.png', drawn(3, 1).png());
  const again: [string, Sharp][] = [
    ['small.jpg', drawn(3, 1).resize(400).jpeg()],
    ['poor.jpg', drawn(3, 1).jpeg({ quality: 30 })],
    ['dark.jpg', drawn(3, 1).modulate({ brightness: 0.8 }).jpeg()],
    ['grey.jpg', drawn(3, 1).greyscale().jpeg()],
    [
      'lying.jpg',
      sharp(await drawn(3, 1).rotate(-90).png().toBuffer())
        .withMetadata({ orientation: 6 })
        .jpeg(),
    ],
  ];
  for (const [name, picture] of again) {
    const { bits, likeness } = await compare(original, await written(folder, name, picture));
    expect(bits, name).toBeLessThanOrEqual(mostBits);
    expect(likeness, name).toBeGreaterThanOrEqual(leastLikeness);
  }
});

it('tells two persons apart, and two views of one', async () => {
  const folder = temporaryFolder();
  const original = await written(folder, 'a.png', drawn(3, 1).png());
  for (const [person, view] of [
    [4, 1],
    [3, 2],
    [3, 6],
  ] as const)
    expect((await compare(original, await written(folder, 'b.png', drawn(person, view).png()))).likeness).toBeLessThan(
      leastLikeness,
    );
});
