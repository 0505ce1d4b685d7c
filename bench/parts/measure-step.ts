import { recipeSchema } from '../../src-main/contract/recipe.ts';
import { loadEngine } from '../../src-main/trainer/engines/engine.ts';
import { buildNetwork } from '../../src-main/trainer/network/build-network.ts';
import { newTrainingState, trainStep } from '../../src-main/trainer/training/train.ts';
import { randomExamples } from './random-examples.ts';

/** `node measure-step.ts RECIPE`: prints the milliseconds of a step of it on random pictures with 58 landmarks, the median of five. */
const landmarkCount = 58;
const recipe = recipeSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { tf } = await loadEngine();
const state = newTrainingState(
  tf,
  buildNetwork(tf, recipe, landmarkCount, Array<number>(2 * landmarkCount).fill(0.5)),
  recipe,
);
const examples = randomExamples(recipe.batch, recipe.input, landmarkCount);

const step = (): number => {
  const began = performance.now();
  const before = tf.scalar(0);
  const { sum } = trainStep(tf, recipe.input, examples, state, before);
  // Waits until the device has done all.
  sum.dataSync();
  tf.dispose([before, sum]);
  return performance.now() - began;
};
for (let warmUp = 0; warmUp < 2; warmUp += 1) step();
const times = Array.from({ length: 5 }, step).sort((one, other) => one - other);
process.stdout.write(JSON.stringify({ milliseconds: times[2] }), () => process.exit());
