import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { drawLandmarks, overlayOf } from './draw-landmarks.ts';

async function gray(width: number, height: number, orientation = 1): Promise<string> {
  const file = join(temporaryFolder(), 'a.jpg');
  await sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .withMetadata({ orientation })
    .jpeg()
    .toFile(file);
  return file;
}

/** Colour of the drawing at a place, 0 … 255 each. */
async function colourAt(png: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const start = (Math.floor(y) * info.width + Math.floor(x)) * info.channels;
  return [...data.subarray(start, start + 3)];
}

const blue = [76, 141, 255];

describe('a drawing', () => {
  it('has its marks where the landmarks are, and is gray elsewhere', async () => {
    const points = [
      { name: 'a', x: 30, y: 20 },
      { name: 'b', x: 150, y: 80 },
    ];
    const { png, width, height } = await drawLandmarks(await gray(200, 100), points, [[0, 1]]);
    expect([width, height]).toEqual([200, 100]);
    expect(await colourAt(png, 30, 20)).toEqual(blue);
    expect(await colourAt(png, 150, 80)).toEqual(blue);
    const [red, , blueness] = await colourAt(png, 90, 50);
    expect(blueness! - red!).toBeGreaterThan(20);
    expect(await colourAt(png, 10, 90)).toEqual([128, 128, 128]);
  });

  it('is upright, and made smaller where the image is large, the landmarks with it', async () => {
    const lying = await gray(200, 100, 6);
    const turned = await drawLandmarks(lying, [{ name: 'a', x: 50, y: 160 }], []);
    expect([turned.width, turned.height]).toEqual([100, 200]);
    expect(await colourAt(turned.png, 50, 160)).toEqual(blue);
    const large = await drawLandmarks(await gray(4096, 1024), [{ name: 'a', x: 4000, y: 1000 }], []);
    expect([large.width, large.height]).toEqual([2048, 512]);
    expect(await colourAt(large.png, 2000, 500)).toEqual(blue);
  });

  it('takes names for text, whatever is in them', async () => {
    const name = '<script>&"\u0000</text><image href="file:///etc/passwd"/>';
    const overlay = overlayOf([{ name, x: 5, y: 5 }], [], 20, 20);
    expect(overlay).not.toContain('<script');
    expect(overlay).not.toContain('<image');
    expect(overlay).toContain('&lt;script&gt;&amp;&quot; &lt;/text&gt;');
    const { width } = await drawLandmarks(await gray(20, 20), [{ name, x: 5, y: 5 }], []);
    expect(width).toBe(20);
  });

  it('leaves names out where they would cover the face', () => {
    const many = Array.from({ length: 58 }, (_, index) => ({ name: `n${index}`, x: index, y: index }));
    expect(overlayOf(many, [], 100, 100)).not.toContain('<text');
  });
});
