import type { ProofSample, ProofSheet } from '../../contract/proof-sheet.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { LandmarkSchema } from '../../contract/schema.ts';
import { meanShape } from '../baseline.ts';
import { cutIntoBatches, toBatch, type LoadedExample } from '../data/batches.ts';
import type { Example, LearnedLandmark } from '../data/examples.ts';
import { landmarksOf, pictureAddress } from '../samples.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { createAugmenter } from './augment-batch.ts';
import { mirrorAlarm, sidesOf, type ChangedPoints } from './side-check.ts';

/** Pictures on a proof sheet. */
export const proofCount = 16;

/**
 * The sheet of an epoch, made by the very calls that training makes. `shown`: the first examples of that epoch in its order, as many
 * as are to be seen; `training`: all training examples. Throws StudioError 'bad input' when the recipe mirrors what cannot be.
 */
export async function makeProofSheet(
  tf: TensorFlow,
  recipe: Pick<Recipe, 'input' | 'augmentation' | 'batch' | 'seed'>,
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
  training: Pick<Example, 'targets' | 'mask'>[],
  shown: LoadedExample[],
  epoch: number,
): Promise<ProofSheet> {
  const augment = createAugmenter(tf, recipe, schema, landmarks);
  const mean = meanShape(training);
  const samples: ProofSample[] = [];
  const points: ChangedPoints[] = [];
  for (const [index, examples] of cutIntoBatches(shown, recipe.batch).entries()) {
    const plain = toBatch(tf, examples, recipe.input);
    const { pictures, changes, ...rest } = augment(plain, epoch, index);
    const [values, targets, mask] = [pictures, rest.targets, rest.mask].map(
      (tensor) => tensor.dataSync() as Float32Array,
    ) as [Float32Array, Float32Array, Float32Array];
    tf.dispose([plain.pictures, plain.targets, plain.mask, pictures, rest.targets, rest.mask]);
    for (const [row, { imageId, name }] of examples.entries()) {
      const rowOf = (all: Float32Array): Float32Array =>
        all.slice((row * all.length) / examples.length, ((row + 1) * all.length) / examples.length);
      const { mirrored = false, rotation = 0 } = changes[row] ?? {};
      const there = { targets: rowOf(targets), mask: rowOf(mask) };
      points.push({ ...there, mirrored, rotation });
      const picture = await pictureAddress(rowOf(values), recipe.input);
      samples.push({ imageId, name, picture, landmarks: landmarksOf(there), mirrored });
    }
  }
  return {
    epoch,
    samples,
    sides: sidesOf(schema, landmarks, mean),
    alarm: mirrorAlarm(schema, landmarks, mean, points, recipe.input),
  };
}
