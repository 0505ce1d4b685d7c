import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { inspectImage } from './inspect-image.ts';

const plain = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: 200, g: 120, b: 60 },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

describe('an image', () => {
  it('is told by size, content and length', async () => {
    const file = join(temporaryFolder(), 'a.png');
    await plain(60, 40).toFile(file);
    const bytes = readFileSync(file);
    expect(await inspectImage(file)).toEqual({
      width: 60,
      height: 40,
      contentHash: createHash('sha256').update(bytes).digest('hex'),
      byteSize: bytes.length,
    });
  });

  it.each([
    [1, 60, 40],
    [3, 60, 40],
    [6, 40, 60],
    [8, 40, 60],
  ])('with EXIF orientation %i is measured upright', async (orientation, width, height) => {
    const file = join(temporaryFolder(), 'a.jpg');
    await plain(60, 40).withMetadata({ orientation }).jpeg().toFile(file);
    expect(await inspectImage(file)).toMatchObject({ width, height });
  });

  it.each(['webp', 'gif', 'avif', 'tiff'] as const)('may be %s', async (format) => {
    const file = join(temporaryFolder(), `a.${format}`);
    await plain(33, 21).toFormat(format).toFile(file);
    expect(await inspectImage(file)).toMatchObject({ width: 33, height: 21 });
  });
});

describe('what cannot be used is refused by name', () => {
  const refused = async (file: string, message: RegExp) => {
    const error = await inspectImage(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad input', message: expect.stringMatching(message) as string });
    expect((error as Error).message).toContain(file);
  };

  it('no file, and a folder', async () => {
    const folder = temporaryFolder();
    await refused(join(folder, 'gone.jpg'), /ENOENT/);
    await refused(folder, /EISDIR|EACCES|EPERM/);
  });

  it('a text, an empty file and a drawing', async () => {
    const folder = temporaryFolder();
    const write = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    await refused(write('a.jpg', 'not a picture'), /is no image/);
    await refused(write('b.jpg', ''), /cannot be used/);
    await refused(write('c.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /not svg/);
  });

  it.each(['jpeg', 'png'] as const)('a %s that is cut short', async (format) => {
    const file = join(temporaryFolder(), `a.${format}`);
    const bytes = await plain(300, 200).toFormat(format).toBuffer();
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    await refused(file, /broken or cut short/);
  });

  it('one larger than 200 megapixels, without decoding it', async () => {
    const file = join(temporaryFolder(), 'a.png');
    const bytes = await plain(20, 20).png().toBuffer();
    // The header's width and height, and its checksum left wrong: only the header may have been looked at.
    bytes.writeUInt32BE(20_000, 16);
    bytes.writeUInt32BE(20_000, 20);
    writeFileSync(file, bytes);
    await refused(file, /20000×20000 px, more than 200 megapixels/);
  });
});
