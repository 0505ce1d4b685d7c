import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../contract/errors.ts';
import { readJsonFile } from '../json-file.ts';

/** What of `model.json` names the weights, as `BestModel` writes it. The topology beside it is never built. */
const modelFileSchema = z.object({
  weightsManifest: z.tuple([
    z.object({
      paths: z.tuple([z.literal('weights.bin')]),
      weights: z.array(
        z.object({ name: z.string(), shape: z.array(z.int().nonnegative()), dtype: z.literal('float32') }),
      ),
    }),
  ]),
});

export interface SavedWeight {
  shape: number[];
  values: Float32Array;
}

/**
 * The weights of a model that was saved by a run, by their names, such as `stem.conv/kernel`.
 * Throws StudioError naming the file when one is missing or they do not go together.
 */
export async function readSavedWeights(folder: string): Promise<Map<string, SavedWeight>> {
  const modelFile = join(folder, 'model.json');
  const [manifest] = (await readJsonFile(modelFile, modelFileSchema, 'model')).weightsManifest;
  const weightsFile = join(folder, 'weights.bin');
  const bytes = 4 * manifest.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const content = await readWhole(weightsFile, bytes, modelFile);
  const saved = new Map<string, SavedWeight>();
  let offset = 0;
  for (const { name, shape } of manifest.weights) {
    const size = 4 * sizeOf(shape);
    // Copied: a Float32Array must begin at a multiple of four.
    const values = new Float32Array(new Uint8Array(content.subarray(offset, offset + size)).buffer);
    offset += size;
    saved.set(name, { shape, values });
  }
  return saved;
}

/** Reads the file once its size is known to be right: what it is may be anything. */
async function readWhole(file: string, bytes: number, modelFile: string): Promise<Uint8Array> {
  const unreadable = (cause: unknown): StudioError =>
    new StudioError('not found', `The weights of the model cannot be read: ${(cause as Error).message}.`, { cause });
  const { size } = await stat(file).catch((cause: unknown) => Promise.reject(unreadable(cause)));
  if (size !== bytes)
    throw new StudioError(
      'bad input',
      `${file} has ${size} bytes, but ${modelFile} tells of weights of ${bytes} bytes: one of the two is damaged or of another model. Export the model again.`,
    );
  return readFile(file).catch((cause: unknown) => Promise.reject(unreadable(cause)));
}

function sizeOf(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
