import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { recipeSchema } from '../src-main/contract/recipe.ts';
import { cutIntoBatches, toPictures, type LoadedExample } from '../src-main/trainer/data/batches.ts';
import { buildNetwork } from '../src-main/trainer/network/build-network.ts';
import { createRandom } from '../src-main/trainer/random.ts';
import { loadTensorFlow } from '../src-main/trainer/tensorflow.ts';
import { newTrainingState, trainStep } from '../src-main/trainer/training/train.ts';

const warmUpBatches = 6;
const timedBatches = 20;
const repeats = 5;

/**
 * Images a second of the shipped recipe nose-cnn (gray 80×60, batch 64) on random pictures held in memory, from bytes to
 * updated weights and from bytes to answers, as the trainer does it. Median of five.
 * `shared/bench/torch_reference.py` measures the same network as part1_train_b64 and part1_infer_b64.
 */
export async function run(report: (name: string, value: number, unit: string) => void): Promise<void> {
  const tf = loadTensorFlow();
  const recipeFile = new URL('../resources/recipes/nose-cnn.json', import.meta.url);
  const recipe = recipeSchema.parse(JSON.parse(await readFile(recipeFile, 'utf8')));
  const examples = randomExamples(timedBatches * recipe.batch, recipe.input.width * recipe.input.height);
  const batches = cutIntoBatches(examples, recipe.batch);
  const model = buildNetwork(tf, recipe, 1);
  const state = newTrainingState(tf, model, recipe);

  let sum = tf.scalar(0);
  const train = (batch: LoadedExample[]): void => {
    const before = sum;
    sum = trainStep(tf, recipe.input, batch, state, before).sum;
    before.dispose();
  };
  // Reading the last result waits until the device has done all.
  report(
    'nose-cnn train b64',
    imagesPerSecond(batches, train, () => void sum.dataSync()),
    'images/s',
  );

  let answers = tf.zeros([1]);
  const infer = (batch: LoadedExample[]): void => {
    answers.dispose();
    answers = tf.tidy(() => model.apply(toPictures(tf, batch, recipe.input)) as typeof answers);
  };
  report(
    'nose-cnn infer b64',
    imagesPerSecond(batches, infer, () => void answers.dataSync()),
    'images/s',
  );
}

function imagesPerSecond(batches: LoadedExample[][], work: (batch: LoadedExample[]) => void, wait: () => void): number {
  batches.slice(0, warmUpBatches).forEach(work);
  wait();
  const images = batches.flat().length;
  const speeds = Array.from({ length: repeats }, () => {
    const began = performance.now();
    batches.forEach(work);
    wait();
    return images / ((performance.now() - began) / 1000);
  });
  return speeds.sort((one, other) => one - other)[Math.floor(repeats / 2)] ?? NaN;
}

function randomExamples(count: number, pixelCount: number): LoadedExample[] {
  const random = createRandom(1, 'benchmark');
  return Array.from({ length: count }, (_, imageId) => ({
    part: 'train',
    imageId,
    name: '',
    file: '',
    contentHash: '',
    width: 640,
    height: 480,
    faceSize: null,
    originalWidth: 640,
    originalHeight: 480,
    pixels: Uint8Array.from({ length: pixelCount }, () => 256 * random()),
    targets: Float32Array.of(random(), random()),
    mask: Float32Array.of(1, 1),
  }));
}
