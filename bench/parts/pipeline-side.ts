import { readFileSync } from 'node:fs';
import { landmarkSchemaSchema } from '../../src-main/contract/schema.ts';
import { recipeSchema } from '../../src-main/contract/recipe.ts';
import { createAugmenter } from '../../src-main/trainer/augmentation/augment-batch.ts';
import { cutIntoBatches, toBatch, type Batch } from '../../src-main/trainer/data/batches.ts';
import { learnedLandmarks } from '../../src-main/trainer/data/examples.ts';
import { buildNetwork } from '../../src-main/trainer/network/build-network.ts';
import { loadTensorFlow } from '../../src-main/trainer/tensorflow.ts';
import { newTrainingState, trainStep } from '../../src-main/trainer/training/train.ts';
import { randomExamples } from './random-examples.ts';

/** `node pipeline-side.ts RECIPE`: prints, as JSON, the figures of `bench/pipeline.ts` for a shipped recipe on random pictures. */
/** The large networks have time for the fewest. */
const [seconds, leastRounds, mostRounds] = [20, 3, 30];
const shipped = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../resources/${file}.json`, import.meta.url), 'utf8'));
const recipe = recipeSchema.parse(shipped(`recipes/${process.argv[2] ?? ''}`));
const schema = landmarkSchemaSchema.parse(shipped('schemas/face-68'));
const landmarks = learnedLandmarks(recipe, schema);
const tf = loadTensorFlow();
const network = buildNetwork(tf, recipe, landmarks.length, Array<number>(2 * landmarks.length).fill(0.5));
const state = newTrainingState(tf, network, recipe);
const batches = cutIntoBatches(randomExamples(3 * recipe.batch, recipe.input, landmarks.length), recipe.batch);
const augment = createAugmenter(tf, recipe, schema, landmarks);
const pairs = batches.map((examples) => ({ examples, ready: toBatch(tf, examples, recipe.input) }));

/** Milliseconds of a step; `prepare` has its place between the bytes and the network. */
function time(examples: (typeof batches)[number], prepare: (batch: Batch) => Batch): number {
  const began = performance.now();
  const before = tf.scalar(0);
  const { sum } = trainStep(tf, recipe.input, examples, state, before, prepare);
  // Waits until the device has done all.
  sum.dataSync();
  tf.dispose([before, sum]);
  return performance.now() - began;
}

function round(number: number): { ready: number; pipeline: number; ratio: number } {
  const index = number % pairs.length;
  const pair = pairs[index];
  if (!pair) throw new Error('There is no batch.');
  const ready = time(pair.examples.slice(0, 1), () => pair.ready);
  const pipeline = time(pair.examples, (batch) => augment(batch, number + 1, index));
  return { ready, pipeline, ratio: pipeline / ready };
}

// The first is not counted.
round(0);
const began = performance.now();
const times: ReturnType<typeof round>[] = [];
while (times.length < leastRounds || (times.length < mostRounds && performance.now() - began < 1000 * seconds))
  times.push(round(times.length + 1));

const median = (figure: 'ready' | 'pipeline' | 'ratio'): number =>
  times.map((figures) => figures[figure]).sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? NaN;
const figures = { ready: median('ready'), pipeline: median('pipeline'), ratio: median('ratio'), batch: recipe.batch };
process.stdout.write(JSON.stringify(figures), () => process.exit());
