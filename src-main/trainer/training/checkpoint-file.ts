import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { StudioError } from '../../contract/errors.ts';
import { recipeSchema } from '../../contract/recipe.ts';
import { exists, writeDurably } from '../../files/durable-files.ts';

/** Finite in a run that goes on: the NaN guard ends it before a checkpoint is written. */
const loss = z.number();

const checkpointHeaderSchema = z.object({
  format: z.literal('keypoint-studio-checkpoint'),
  version: z.literal(1),
  recipe: recipeSchema,
  datasetHash: z.string(),
  history: z.array(
    z.object({
      epoch: z.int(),
      trainLoss: loss,
      validationLoss: loss,
      imagesPerSecond: z.number(),
      seconds: z.number(),
      nme: z.number().nullable().optional(),
      nmeBy: z.enum(['inter-ocular', 'box']).optional(),
      learningRate: z.number().optional(),
      memoryBytes: z.number().optional(),
    }),
  ),
  optimizerSteps: z.int(),
  /** The model's weights, the optimizer's moments, then the averaged weights where there are any; their values follow the header in this order. */
  shapes: z.array(z.array(z.int())),
});
type CheckpointHeader = z.infer<typeof checkpointHeaderSchema>;

/** All that is needed to go on as if nothing had happened. */
export interface Checkpoint extends Omit<CheckpointHeader, 'format' | 'version' | 'shapes'> {
  tensors: { shape: number[]; values: Float32Array }[];
}

/** In bytes: length of the header and checksum of all that follows, each 4 bytes little-endian. */
const preludeBytes = 8;

const fileNames = (runFolder: string): { last: string; spare: string; unfinished: string } => {
  const folder = join(runFolder, 'checkpoint');
  return {
    last: join(folder, 'last.checkpoint'),
    spare: join(folder, 'spare.checkpoint'),
    unfinished: join(folder, 'unfinished.checkpoint'),
  };
};

/** Writes `checkpoint/last.checkpoint`; the one before becomes the spare. A crash at any moment leaves one of them whole. */
export async function saveCheckpoint(runFolder: string, checkpoint: Checkpoint): Promise<void> {
  const { tensors, ...state } = checkpoint;
  const header: CheckpointHeader = {
    format: 'keypoint-studio-checkpoint',
    version: 1,
    ...state,
    shapes: tensors.map(({ shape }) => shape),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const values = tensors.map((tensor) =>
    Buffer.from(tensor.values.buffer, tensor.values.byteOffset, tensor.values.byteLength),
  );
  const content = Buffer.concat([headerBytes, ...values]);
  const prelude = Buffer.alloc(preludeBytes);
  prelude.writeUInt32LE(headerBytes.length, 0);
  prelude.writeUInt32LE(crc32(content), 4);

  const { last, spare, unfinished } = fileNames(runFolder);
  await mkdir(join(runFolder, 'checkpoint'), { recursive: true });
  await writeDurably(unfinished, Buffer.concat([prelude, content]));
  if (await exists(last)) await rename(last, spare);
  await rename(unfinished, last);
}

/** The last checkpoint, or its spare where the last is missing or damaged; null when the run has none. */
export async function loadCheckpoint(runFolder: string): Promise<Checkpoint | null> {
  const { last, spare } = fileNames(runFolder);
  const found = [];
  for (const file of [last, spare]) {
    if (!(await exists(file))) continue;
    found.push(file);
    const checkpoint = parseCheckpoint(await readFile(file));
    if (checkpoint) return checkpoint;
  }
  if (found.length === 0) return null;
  throw new StudioError(
    'failed',
    `The run cannot be resumed: ${found.join(' and ')} ${found.length === 1 ? 'is' : 'are'} damaged. Start it anew; its best model is kept.`,
  );
}

function parseCheckpoint(file: Buffer): Checkpoint | null {
  if (file.length < preludeBytes) return null;
  const content = file.subarray(preludeBytes);
  if (crc32(content) !== file.readUInt32LE(4)) return null;
  const headerLength = file.readUInt32LE(0);
  const header = checkpointHeaderSchema.parse(JSON.parse(content.toString('utf8', 0, headerLength)));
  let offset = headerLength;
  const tensors = header.shapes.map((shape) => {
    const bytes = 4 * shape.reduce((product, size) => product * size, 1);
    // Copied: a Float32Array must begin at a multiple of four.
    const values = new Float32Array(new Uint8Array(content.subarray(offset, offset + bytes)).buffer);
    offset += bytes;
    return { shape, values };
  });
  const { recipe, datasetHash, history, optimizerSteps } = header;
  return { recipe, datasetHash, history, optimizerSteps, tensors };
}
