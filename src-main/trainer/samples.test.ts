import sharp, { type OutputInfo } from 'sharp';
import { expect, test } from 'vitest';
import type { LoadedExample } from './data/batches.ts';
import { loaderSamples } from './samples.ts';
import { loadEngine } from './engines/engine.ts';

const { tf } = await loadEngine();

function example(imageId: number, width: number, height: number): LoadedExample {
  return {
    part: 'train',
    imageId,
    name: `image ${imageId}`,
    file: '',
    contentHash: '',
    width,
    height,
    box: null,
    crop: { x: 0, y: 0, width, height },
    faceSize: null,
    originalWidth: width,
    originalHeight: height,
    pixels: Uint8Array.from({ length: width * height }, (_, index) => (index * 7) % 256),
    targets: Float32Array.of(0.25, 0.5, 0, 0),
    mask: Float32Array.of(1, 1, 0, 0),
  };
}

async function decode(address: string): Promise<{ data: Buffer; info: OutputInfo }> {
  const bytes = Buffer.from(address.replace('data:image/png;base64,', ''), 'base64');
  return sharp(bytes).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
}

test('a sample shows the very pixels, doubled where small, and the landmarks that are there', async () => {
  const shown = example(4, 8, 6);
  const [sample] = await loaderSamples(tf, [shown], { width: 8, height: 6, channels: 'gray' });
  expect(sample).toMatchObject({ imageId: 4, name: 'image 4', landmarks: [[0.25, 0.5], null] });
  const { data, info } = await decode(sample!.picture);
  expect([info.width, info.height]).toEqual([16, 12]);
  const shrunk = Array.from({ length: 48 }, (_, index) => data[2 * Math.floor(index / 8) * 16 + 2 * (index % 8)]);
  expect(shrunk).toEqual([...shown.pixels]);
});

test('a large one keeps its size, and eight are enough', async () => {
  const many = Array.from({ length: 10 }, (_, index) => example(index, 160, 8));
  const samples = await loaderSamples(tf, many, { width: 160, height: 8, channels: 'gray' });
  expect(samples).toHaveLength(8);
  expect((await decode(samples[7]!.picture)).info.width).toBe(160);
});
