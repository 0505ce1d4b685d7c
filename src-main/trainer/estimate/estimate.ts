import { StudioError } from '../../contract/errors.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Device } from '../../contract/runs.ts';
import { snapshotSchema, type TrainerJob } from '../../contract/trainer.ts';
import { createAugmenter } from '../augmentation/augment-batch.ts';
import { meanShape } from '../baseline.ts';
import type { LoadedExample } from '../data/batches.ts';
import { decodeImages } from '../data/decode-images.ts';
import { examplesOf, learnedLandmarks, type Example } from '../data/examples.ts';
import { readJsonFile } from '../json-file.ts';
import type { Send } from '../messages.ts';
import { buildNetwork, channelCount } from '../network/build-network.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { newTrainingState } from '../training/train.ts';
import { freeGpuMemory, freeMemory } from './free-memory.ts';
import { largestBatch, measureNeed, needed, roughNeed, type MemoryNeed } from './memory-need.ts';
import { secondsPerStep, secondsToValidate } from './step-seconds.ts';

/** Images of a step that is tried, or of a validation: the time of a larger batch follows from them. */
const triedMost = 64;
const largestRecipeBatch = 4096;
/** So much of what is free a run may take: the machine has other work too. */
const share = 0.95;
/** What WebAssembly can address. */
const webAssemblyMost = 4 * 2 ** 30;
/** What CUDA and its libraries take of a GPU before any tensor; not measured here, after NVIDIA's and TensorFlow's documents. */
const gpuContext = 600 * 2 ** 20;

/**
 * The 'estimate' job: whether a run of the recipe fits in memory, by what one and two images take, and, where it does, its
 * time, by a few real steps and a validation batch on pictures of the project. Where it does not, no step of its batch is tried.
 */
export async function estimate(
  tf: TensorFlow,
  job: Extract<TrainerJob, { kind: 'estimate' }>,
  device: Device,
  send: Send,
): Promise<void> {
  const { recipe } = job;
  const snapshot = await readJsonFile(job.snapshotFile, snapshotSchema, 'snapshot');
  const landmarks = learnedLandmarks(recipe, snapshot.schema);
  const augment = createAugmenter(tf, recipe, snapshot.schema, landmarks);
  const examples = examplesOf(snapshot, landmarks, recipe.input);
  const part = (wanted: Example['part']): Example[] => examples.filter((example) => example.part === wanted);
  const [training, validation] = [part('train'), part('validation')];
  const batch = Math.min(recipe.batch, training.length);
  const stepsPerEpoch = Math.ceil(training.length / recipe.batch);
  const free = freeFor(device);

  const model = buildNetwork(tf, recipe, landmarks.length, meanShape(training));
  const decoded = examples.length * recipe.input.width * recipe.input.height * channelCount(recipe.input);
  const base = device.kind === 'gpu' ? gpuContext + tf.memory().numBytes : process.memoryUsage.rss() + decoded;
  const tell = (need: MemoryNeed, secondsPerEpoch: number | null): void => {
    const memoryBytes = needed(need, batch);
    const largest = largestBatch(need, share * free, largestRecipeBatch);
    send({
      kind: 'estimated',
      estimate: {
        stepsPerEpoch,
        secondsPerEpoch,
        seconds: secondsPerEpoch === null ? null : secondsPerEpoch * recipe.epochs,
        memoryBytes,
        freeBytes: free,
        largestBatch: largest,
        notice: secondsPerEpoch === null ? tooLarge(memoryBytes, free, recipe, largest) : null,
      },
    });
  };

  const rough = roughNeed(model, base);
  if (needed(rough, 1) > share * free) {
    tell(rough, null);
    return;
  }
  const state = newTrainingState(tf, model, recipe);
  // Large pictures take long to decode: no more than two before it is known that a batch fits.
  const two = await someOf(training, 2, job, send);
  const need = await measureNeed(tf, recipe, state, two, (plain) => augment(plain, 1, 0), base);
  if (needed(need, batch) > share * free) {
    tell(need, null);
    return;
  }
  const tried = await someOf(training, Math.min(batch, triedMost), job, send);
  const checked = await someOf(validation, Math.min(recipe.batch, triedMost), job, send);
  const perStep = secondsPerStep(tf, recipe, state, tried, augment);
  const validating = secondsToValidate(tf, recipe, state, checked);
  tell(need, (training.length / tried.length) * perStep + (validation.length / checked.length) * validating);
}

function freeFor(device: Device): number {
  const free = (device.kind === 'gpu' ? freeGpuMemory() : null) ?? freeMemory(process.memoryUsage.rss());
  return device.engine === 'wasm' ? Math.min(free, webAssemblyMost) : free;
}

/** So many of the examples with their pixels, the first ones again where there are fewer. */
async function someOf(
  examples: Example[],
  count: number,
  { recipe, cacheFolder }: { recipe: Recipe; cacheFolder: string },
  send: Send,
): Promise<LoadedExample[]> {
  const loaded = await decodeImages(examples.slice(0, count), recipe.input, cacheFolder, {
    unreadable: (file, message) => send({ kind: 'unreadable', file, message }),
  });
  const [first] = loaded;
  if (!first) throw new StudioError('failed', 'None of the first images can be read.');
  return Array.from({ length: count }, (_, index) => loaded[index % loaded.length] ?? first);
}

function tooLarge(bytes: number, free: number, { batch }: Recipe, largest: number | null): string {
  const sizes = `It would need about ${gigabytes(bytes)} of memory, too much for the ${gigabytes(free)} that are free.`;
  return largest === null
    ? `${sizes} Not even one image at a time fits: make the network or its input smaller.`
    : `${sizes} A batch of ${Math.min(largest, batch)} fits.`;
}

/** As the window writes sizes: powers of ten. */
function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(2))} GB`;
}
