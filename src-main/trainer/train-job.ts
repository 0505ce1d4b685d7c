import { StudioError } from '../contract/errors.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { EpochResult } from '../contract/runs.ts';
import { snapshotSchema, type Snapshot, type TrainerJob } from '../contract/trainer.ts';
import { createAugmenter } from './augmentation/augment-batch.ts';
import { baselineLoss, meanShape } from './baseline.ts';
import { normalisation, type LoadedExample } from './data/batches.ts';
import { decodeImages } from './data/decode-images.ts';
import { examplesOf, learnedLandmarks, nmeDivisor, type Example, type LearnedLandmark } from './data/examples.ts';
import { description, firstEpoch } from './describe.ts';
import { recoverFolder } from '../files/replaced-folder.ts';
import { readJsonFile } from './json-file.ts';
import type { Send } from './messages.ts';
import { buildNetwork } from './network/build-network.ts';
import { takeOverWeights } from './network/take-over-weights.ts';
import type { TensorFlow } from './tensorflow.ts';
import { BestModel, bestModelFolder, type RunMetadata } from './training/callbacks/best-model.ts';
import { CheckpointWriter, restoreCheckpoint } from './training/callbacks/checkpoint.ts';
import { FilterSnapshots } from './training/callbacks/filter-snapshots.ts';
import { NanGuard } from './training/callbacks/nan-guard.ts';
import { Progress } from './training/callbacks/progress.ts';
import { bestOf } from './training/best-epoch.ts';
import type { Pause } from './training/pause.ts';
import { newTrainingState, train, type StopRequest } from './training/train.ts';

type TrainJob = Extract<TrainerJob, { kind: 'train' }>;

/** Milliseconds between two 'preparing' messages. */
const interval = 200;

/**
 * A run from its snapshot to 'ended': decode, describe, train, with the best model and a checkpoint in the run folder.
 * A resumed run first sends again the epochs it had, so that none is missing where the studio went away before it wrote
 * the last one down. Stopped while it prepares, it ends without a model.
 */
export async function trainRun(
  tf: TensorFlow,
  job: TrainJob,
  send: Send,
  stop: StopRequest,
  pause: Pause,
): Promise<void> {
  const { recipe } = job;
  const snapshot = await readJsonFile(job.snapshotFile, snapshotSchema, 'snapshot');
  const landmarks = learnedLandmarks(recipe, snapshot.schema);
  const augment = createAugmenter(tf, recipe, snapshot.schema, landmarks);
  const wanted = examplesOf(snapshot, landmarks, recipe.input);
  checkBestBy(recipe, wanted);
  const model = buildNetwork(tf, recipe, landmarks.length, meanShape(wanted.filter(({ part }) => part === 'train')));
  const beginning = await takeOverWeights(tf, model, recipe, job.transferFolder);
  const examples = await loadExamples(wanted, job, send, stop, pause);
  if (!examples) {
    send({ kind: 'ended', how: 'stopped' });
    return;
  }
  const data = {
    training: examples.filter(({ part }) => part === 'train'),
    validation: examples.filter(({ part }) => part === 'validation'),
    nmeBy: nmeDivisor(snapshot.schema),
    augment,
  };
  send(await description(tf, model, recipe, examples, firstEpoch(examples, recipe), beginning));

  const state = newTrainingState(tf, model, recipe);
  const owner = { runFolder: job.runFolder, recipe, datasetHash: snapshot.hash };
  await recoverFolder(bestModelFolder(job.runFolder));
  if (job.resume) await restoreCheckpoint(tf, state, owner);
  resendEpochs(state.history, recipe, send);

  const metadata = metadataOf(job, snapshot, landmarks, baselineLoss(data.training, data.validation));
  // The guard before all that keep results; the model before the checkpoint that names it as the best; the message
  // before the checkpoint, after which this epoch would not be trained again.
  const callbacks = [
    new NanGuard(recipe),
    new BestModel(tf, state.evaluated, job.runFolder, metadata),
    new Progress(send, recipe.epochs, () => pause.now()),
    new FilterSnapshots(state.evaluated, recipe.epochs, job.runFolder, send),
    new CheckpointWriter(state, owner),
  ];
  send({ kind: 'ended', how: await train(tf, recipe, data, state, callbacks, stop, pause) });
}

/** An NME that no image can have would make the first epoch the best for ever. */
function checkBestBy({ keepBestBy }: Recipe, examples: Example[]): void {
  if (keepBestBy === 'NME' && !examples.some(({ part, faceSize }) => part === 'validation' && faceSize !== null))
    throw new StudioError(
      'bad input',
      'The recipe keeps the epoch with the best NME, but no validation image has an eye distance or a box to divide by. ' +
        'Set keepBestBy to "validation loss".',
    );
}

function resendEpochs(history: EpochResult[], { keepBestBy }: Recipe, send: Send): void {
  for (const [index, result] of history.entries()) {
    const best = bestOf(history.slice(0, index + 1), keepBestBy) ?? result;
    send({ kind: 'epoch', result, bestEpoch: best.epoch, bestValidationLoss: best.validationLoss });
  }
}

/** All images with their pixels, or null when a stop was asked for meanwhile. */
async function loadExamples(
  examples: Example[],
  { recipe, cacheFolder }: TrainJob,
  send: Send,
  stop: StopRequest,
  pause: Pause,
): Promise<LoadedExample[] | null> {
  let lastSent = -Infinity;
  const loaded = await decodeImages(examples, recipe.input, cacheFolder, {
    progress: (done, total) => {
      const now = performance.now();
      if (done < total && now - lastSent < interval) return;
      lastSent = now;
      send({ kind: 'preparing', done, total });
    },
    unreadable: (file, message) => send({ kind: 'unreadable', file, message }),
    stopped: async () => {
      await pause.over();
      return stop.requested;
    },
  });
  await pause.over();
  if (stop.requested) return null;
  for (const wanted of ['train', 'validation'])
    if (!loaded.some(({ part }) => part === wanted))
      throw new StudioError('failed', `None of the ${wanted} images can be read; each was reported with its reason.`);
  return loaded;
}

function metadataOf(job: TrainJob, snapshot: Snapshot, landmarks: LearnedLandmark[], baseline: number): RunMetadata {
  const { crop, margin, ...shape } = job.recipe.input;
  return {
    format: 'keypoint-studio-model',
    version: 1,
    runId: job.runId,
    recipe: job.recipe,
    datasetHash: snapshot.hash,
    schema: snapshot.schema,
    landmarks,
    input: { ...shape, crop, margin: crop === 'box' ? margin : 0, resize: 'stretch', normalisation },
    output: { meaning: 'x/W, y/H of each landmark in turn' },
    baselineLoss: baseline,
  };
}
