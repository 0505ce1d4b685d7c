import { createInterface } from 'node:readline';
import type { Scalar, Tensor } from '@tensorflow/tfjs-node-gpu';
import { cutIntoBatches, toPictures } from '../../src-main/trainer/data/batches.ts';
import { compile } from '../../src-main/trainer/graph/compile.ts';
import { buildNetwork } from '../../src-main/trainer/network/build-network.ts';
import { loadTensorFlow } from '../../src-main/trainer/tensorflow.ts';
import { newTrainingState, trainStep } from '../../src-main/trainer/training/train.ts';
import type { BenchCase } from './cases.ts';
import { randomExamples } from './random-examples.ts';
import type { Ask, Timing } from './side.ts';

/**
 * Our side of the benchmark, a process of its own as the trainer is one: for each line on stdin, an `Ask`, one on stdout, a
 * `Timing`. It times the trainer's own step, from bytes in memory to updated weights or to answers, on random pictures.
 */
const warmUpSteps = 3;
const tf = loadTensorFlow();
let current: { name: string; step: () => void; finish: () => void; dispose: () => void } | null = null;

for await (const line of createInterface(process.stdin)) {
  const { benchCase, seconds } = JSON.parse(line) as Ask;
  if (current?.name !== benchCase.name) {
    current?.dispose();
    current = prepare(benchCase);
  }
  process.stdout.write(`${JSON.stringify(time(current, benchCase.batch, seconds))}\n`);
}

/** Steps until so many seconds have passed; at least three. */
function time({ step, finish }: NonNullable<typeof current>, batch: number, seconds: number): Timing {
  const used = process.cpuUsage();
  const began = performance.now();
  let steps = 0;
  while (steps < 3 || performance.now() - began < 1000 * seconds) {
    step();
    steps += 1;
  }
  finish();
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  return { imagesPerSecond: (steps * batch) / wall, cpuMilliseconds: (user + system) / 1000 / steps };
}

function prepare({ name, recipe, landmarkCount, work, batch }: BenchCase): NonNullable<typeof current> {
  const scope = tf.memory().numTensors;
  const model = buildNetwork(tf, recipe, landmarkCount, new Array<number>(2 * landmarkCount).fill(0.5));
  const state = newTrainingState(tf, model, recipe);
  const network = work === 'infer' ? compile(tf, model) : null;
  const batches = cutIntoBatches(randomExamples(3 * batch, recipe.input, landmarkCount), batch);
  let last: Tensor = tf.scalar(0);
  let count = 0;
  const step = (): void => {
    const examples = batches[count++ % batches.length] ?? [];
    const before = last;
    last = network
      ? tf.tidy(() => network.answer(toPictures(tf, examples, recipe.input)))
      : trainStep(tf, recipe.input, examples, state, before as Scalar).sum;
    before.dispose();
  };
  const finish = (): void => void last.dataSync();
  for (let index = 0; index < warmUpSteps; index += 1) step();
  finish();
  const dispose = (): void => {
    network?.dispose();
    tf.dispose([last, state.optimizer.moments]);
    for (const network of new Set([model, state.evaluated])) network.dispose();
    const left = tf.memory().numTensors - scope;
    if (left > 0) process.stderr.write(`${name}: ${left} tensors left\n`);
  };
  return { name, step, finish, dispose };
}
