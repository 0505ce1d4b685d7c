import { join } from 'node:path';
import type { LayersModel, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../contract/errors.ts';
import type { Box } from '../contract/geometry.ts';
import { modelMetadataSchema, type ModelMetadata, type TrainerJob } from '../contract/trainer.ts';
import { cutIntoBatches, toPictures } from './data/batches.ts';
import type { DecodedImage } from './data/decode-image.ts';
import { decodeImages } from './data/decode-images.ts';
import type { Answering, Engine } from './engines/engine.ts';
import { readReplacedFolder } from '../files/replaced-folder.ts';
import { layerByLayer } from './graph/compile.ts';
import { readJsonFile } from './json-file.ts';
import type { Send } from './messages.ts';
import { modelOf, readModel } from './model-files.ts';
import type { TensorFlow } from './tensorflow.ts';
import { bestModelFolder } from './training/callbacks/best-model.ts';
import type { StopRequest } from './training/train.ts';

/** Images decoded and answered together. */
const batchSize = 64;

/** So many images and more are worth compiling the network for: measured, 128 to 300 (docs/performance.md). */
export const manyImages = 256;

/** Answers one 'predicted' message an image, from the run's best model, or 'unreadable' with the reason; then 'ended'. */
export async function predict(
  { tf, compile }: Pick<Engine, 'tf' | 'compile'>,
  job: Extract<TrainerJob, { kind: 'predict' }>,
  send: Send,
  stop: StopRequest,
): Promise<void> {
  const { model, metadata } = await loadBestModel(tf, job.runFolder);
  const network = job.images.length >= manyImages ? compile(model) : layerByLayer(model);
  try {
    await predictWith(tf, network, metadata.input, job, send, stop);
  } finally {
    network.dispose();
  }
  send({ kind: 'ended', how: stop.requested ? 'stopped' : 'finished' });
}

async function predictWith(
  tf: TensorFlow,
  network: Answering,
  modelInput: ModelMetadata['input'],
  job: Extract<TrainerJob, { kind: 'predict' }>,
  send: Send,
  stop: StopRequest,
): Promise<void> {
  await inBatches(tf, job, modelInput, send, stop, (images, pictures) => {
    const answers = tf.tidy(() => network.answer(pictures).arraySync());
    for (const [index, { key, originalWidth: width, originalHeight: height, crop }] of images.entries())
      send({ kind: 'predicted', key, width, height, landmarks: toPixels(answers[index] ?? [], crop) });
  });
}

type ImageToAnswer = Extract<TrainerJob, { kind: 'predict' }>['images'][number];

/** Decodes a job's images batch by batch and hands each batch over with its pictures, which are disposed afterwards; tells those that cannot be read. */
export async function inBatches(
  tf: TensorFlow,
  job: { images: ImageToAnswer[]; cacheFolder: string },
  modelInput: ModelMetadata['input'],
  send: Send,
  stop: StopRequest,
  work: (images: (ImageToAnswer & DecodedImage)[], pictures: Tensor4D) => void,
): Promise<void> {
  const byCut = Map.groupBy(job.images, ({ box }) => box !== null && modelInput.crop === 'whole image');
  for (const [isCut, all] of byCut) {
    // A box on the image is to a model of whole images what an image was.
    const input = isCut ? ({ ...modelInput, crop: 'box', margin: 0 } as const) : modelInput;
    for (const wanted of cutIntoBatches(all, batchSize)) {
      if (stop.requested) break;
      const images = await decodeImages(wanted, input, job.cacheFolder, {
        unreadable: (file, message) => send({ kind: 'unreadable', file, message }),
      });
      if (images.length === 0) continue;
      const pictures = toPictures(tf, images, input);
      work(images, pictures);
      pictures.dispose();
    }
  }
}

/** x/W, y/H in the crop of each landmark in turn to [x, y] px of the original image. */
export function toPixels(answer: number[], crop: Box): [number, number][] {
  return Array.from({ length: answer.length / 2 }, (_, place) => [
    crop.x + (answer[2 * place] ?? NaN) * crop.width,
    crop.y + (answer[2 * place + 1] ?? NaN) * crop.height,
  ]);
}

/** The model of a run's best epoch. Throws StudioError 'not found' where there is none yet. */
export async function loadBestModel(
  tf: TensorFlow,
  runFolder: string,
): Promise<{ model: LayersModel; metadata: ModelMetadata }> {
  const best = bestModelFolder(runFolder);
  try {
    const found = await readReplacedFolder(best, async (folder) => ({
      metadata: await readJsonFile(join(folder, 'metadata.json'), modelMetadataSchema, 'metadata of the model'),
      saved: await readModel(folder),
    }));
    if (found) return { model: await modelOf(tf, found.saved), metadata: found.metadata };
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw new StudioError('failed', `The model in ${best} cannot be loaded: ${(cause as Error).message}`, { cause });
  }
  throw new StudioError('not found', `The run has no model yet: ${best} is not there. Train it for an epoch first.`);
}
