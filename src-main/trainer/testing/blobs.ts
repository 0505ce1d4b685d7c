import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { recipeSchema, type Recipe, type RecipeInput } from '../../contract/recipe.ts';
import type { Snapshot } from '../../contract/trainer.ts';
import { createRandom } from '../random.ts';

const width = 64;
const height = 48;

/**
 * A dataset that a small network learns in seconds, as real JPEG files: a light blob (always there) and a dark one
 * (in four of five pictures) on gray, their centres the landmarks. Every fourth picture is for validation.
 */
export async function makeBlobs(folder: string, count: number): Promise<Snapshot> {
  await mkdir(folder, { recursive: true });
  const random = createRandom(7, 'blobs');
  const images: Snapshot['images'] = [];
  for (let id = 1; id <= count; id += 1) {
    const light: [number, number] = [10 + 44 * random(), 8 + 32 * random()];
    const dark: [number, number] | null = id % 5 === 0 ? null : [10 + 44 * random(), 8 + 32 * random()];
    const file = join(folder, `blob-${id}.jpg`);
    await sharp(picture(light, dark), { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 95 })
      .toFile(file);
    images.push({
      id,
      instanceId: id,
      name: `blob-${id}`,
      file,
      contentHash: createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
      width,
      height,
      group: null,
      part: id % 4 === 0 ? 'validation' : 'train',
      landmarks: [light, dark],
      box: null,
    });
  }
  return { version: 1, hash: 'blobs', schema: blobSchema, images };
}

export const blobSchema: Snapshot['schema'] = {
  name: 'blobs',
  title: 'Two blobs',
  landmarks: [
    { name: 'light', group: 'blobs' },
    { name: 'dark', group: 'blobs' },
  ],
  groups: [{ name: 'blobs', colour: '#ffffff' }],
  contours: [],
  mirrorPairs: [],
  outerEyeCorners: null,
  template: null,
};

/** `change` replaces whole fields. */
export function blobRecipe(change: Partial<RecipeInput> = {}): Recipe {
  return recipeSchema.parse({
    version: 1,
    name: 'blobs',
    title: 'Blobs',
    description: '',
    input: { width: 32, height: 24, channels: 'gray' },
    landmarks: 'all',
    network: [
      { layer: 'conv', filters: 8, kernel: 3 },
      { layer: 'max pool', size: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 32 },
      { layer: 'coordinates' },
    ],
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate: 0.003 },
    epochs: 4,
    batch: 8,
    seed: 1,
    ...change,
  });
}

/** Writes a value as JSON and gives the file's path. */
export async function writeJson(file: string, value: unknown): Promise<string> {
  await writeFile(file, JSON.stringify(value));
  return file;
}

function picture(light: [number, number], dark: [number, number] | null): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const bump = ([x, y]: [number, number], column: number, row: number): number =>
    Math.exp(-((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2) / 32);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const value = 120 + 130 * bump(light, column, row) - (dark ? 110 * bump(dark, column, row) : 0);
      pixels.fill(Math.round(Math.max(0, value)), 3 * (row * width + column), 3 * (row * width + column + 1));
    }
  return pixels;
}
