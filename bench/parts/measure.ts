import { cutIntoBatches, toPictures, type LoadedExample } from '../../src-main/trainer/data/batches.ts';
import { buildNetwork } from '../../src-main/trainer/network/build-network.ts';
import { loadTensorFlow } from '../../src-main/trainer/tensorflow.ts';
import { newTrainingState, trainStep } from '../../src-main/trainer/training/train.ts';
import { randomExamples } from './random-examples.ts';
import { benchNetworks, type BenchNetwork, type Work } from './networks.ts';

/**
 * `node measure.ts NETWORK train|infer`: prints the images a second of the trainer's own step, from bytes in memory to
 * updated weights or to answers, on random pictures. A process of its own, as the trainer is one.
 */
const repeats = 5;
const warmUpSteps = 3;
const [name, work] = process.argv.slice(2) as [keyof typeof benchNetworks, Work];
process.stdout.write(JSON.stringify(measure(benchNetworks[name])));

function measure({ recipe, landmarkCount, steps, batch }: BenchNetwork): { imagesPerSecond: number } {
  const tf = loadTensorFlow();
  const model = buildNetwork(tf, recipe, landmarkCount);
  const state = newTrainingState(tf, model, recipe);
  const batches = cutIntoBatches(randomExamples(3 * batch[work], recipe.input, landmarkCount), batch[work]);
  let last = tf.scalar(0);

  const step = {
    train: (examples: LoadedExample[]): void => {
      const before = last;
      last = trainStep(tf, recipe.input, examples, state, before).sum;
      before.dispose();
    },
    infer: (examples: LoadedExample[]): void => {
      last.dispose();
      last = tf.tidy(() => model.apply(toPictures(tf, examples, recipe.input)) as typeof last);
    },
  }[work];
  const run = (count: number): void => {
    for (let index = 0; index < count; index += 1) step(batches[index % batches.length] ?? []);
    // Waits until the device has done all.
    last.dataSync();
  };

  run(warmUpSteps);
  const speeds = Array.from({ length: repeats }, () => {
    const began = performance.now();
    run(steps[work]);
    return (steps[work] * batch[work]) / ((performance.now() - began) / 1000);
  });
  return { imagesPerSecond: speeds.sort((one, other) => one - other)[Math.floor(repeats / 2)] ?? NaN };
}
