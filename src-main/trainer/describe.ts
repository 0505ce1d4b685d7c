import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { isAugmented } from '../contract/augmentation.ts';
import type { Recipe } from '../contract/recipe.ts';
import { snapshotSchema, type TrainerJob } from '../contract/trainer.ts';
import { StudioError } from '../contract/errors.ts';
import { createAugmenter } from './augmentation/augment-batch.ts';
import { makeProofSheet, proofCount } from './augmentation/proof-sheet.ts';
import { baselineLoss, meanShape } from './baseline.ts';
import { epochBatches, type LoadedExample } from './data/batches.ts';
import { decodeImages } from './data/decode-images.ts';
import { examplesOf, learnedLandmarks, type Example } from './data/examples.ts';
import { readJsonFile } from './json-file.ts';
import type { Message, Send } from './messages.ts';
import { buildNetwork } from './network/build-network.ts';
import { summariseLayers, trainableParameters } from './network/layer-summary.ts';
import { takeOverWeights, type Beginning } from './network/take-over-weights.ts';
import { loaderSamples, sampleCount } from './samples.ts';
import type { TensorFlow } from './tensorflow.ts';

/**
 * Answers what a run of the recipe would train, on what: a 'proof sheet' message where it changes its pictures, and 'described'.
 * Decodes only the pictures it shows.
 */
export async function describe(
  tf: TensorFlow,
  job: Extract<TrainerJob, { kind: 'describe' }>,
  send: Send,
): Promise<void> {
  const snapshot = await readJsonFile(job.snapshotFile, snapshotSchema, 'snapshot');
  const landmarks = learnedLandmarks(job.recipe, snapshot.schema);
  // What a run would refuse is refused here already.
  createAugmenter(tf, job.recipe, snapshot.schema, landmarks);
  const examples = examplesOf(snapshot, landmarks, job.recipe.input);
  const training = examples.filter(({ part }) => part === 'train');
  const model = buildNetwork(tf, job.recipe, landmarks.length, meanShape(training));
  const beginning = await takeOverWeights(tf, model, job.recipe, job.transferFolder ?? null);
  if (isAugmented(job.recipe.augmentation)) {
    const epoch = job.epoch ?? 1;
    const order = epochBatches(training, job.recipe.batch, job.recipe.seed, epoch).flat();
    const proofs = await firstReadable(order, proofCount, job, send);
    const sheet = await makeProofSheet(tf, job.recipe, snapshot.schema, landmarks, training, proofs, epoch);
    send({ kind: 'proof sheet', sheet });
  }
  const shown = await firstReadable(firstEpoch(examples, job.recipe), sampleCount, job, send);
  send(await description(tf, model, job.recipe, examples, shown, beginning));
}

/** The 'described' message. `shown` become the samples; `beginning` is what weights were taken over. */
export async function description(
  tf: TensorFlow,
  model: LayersModel,
  recipe: Recipe,
  examples: Example[],
  shown: LoadedExample[],
  beginning: Beginning | null,
): Promise<Message> {
  return {
    kind: 'described',
    layers: summariseLayers(model, recipe.network, beginning),
    parameters: trainableParameters(model),
    samples: await loaderSamples(tf, shown, recipe.input),
    baselineLoss: baselineLoss(
      examples.filter(({ part }) => part === 'train'),
      examples.filter(({ part }) => part === 'validation'),
    ),
  };
}

/** Training examples in the order in which they are first trained on. */
export function firstEpoch<Shown extends Example>(examples: Shown[], recipe: Recipe): Shown[] {
  const training = examples.filter(({ part }) => part === 'train');
  return epochBatches(training, recipe.batch, recipe.seed, 1).flat();
}

async function firstReadable(
  examples: Example[],
  count: number,
  { recipe, cacheFolder }: { recipe: Recipe; cacheFolder: string },
  send: Send,
): Promise<LoadedExample[]> {
  const readable: LoadedExample[] = [];
  let next = 0;
  while (readable.length < count && next < examples.length) {
    const wanted = examples.slice(next, next + count - readable.length);
    next += wanted.length;
    readable.push(
      ...(await decodeImages(wanted, recipe.input, cacheFolder, {
        unreadable: (file, message) => send({ kind: 'unreadable', file, message }),
      })),
    );
  }
  if (readable.length === 0) throw new StudioError('failed', 'None of the training images can be read.');
  return readable;
}
