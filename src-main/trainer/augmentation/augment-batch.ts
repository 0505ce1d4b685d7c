import type { Tensor2D } from '@tensorflow/tfjs-node-gpu';
import { isAugmented, type Augmentation } from '../../contract/augmentation.ts';
import type { LandmarkSchema } from '../../contract/schema.ts';
import { normalisation, type Batch } from '../data/batches.ts';
import type { LearnedLandmark } from '../data/examples.ts';
import { createRandom, type Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { blurPictures } from './blur.ts';
import { changeColours } from './colour.ts';
import { drawChanges, type Change } from './draw-changes.ts';
import { forwardAffine, movePictures, movePoints } from './geometry.ts';
import { mirrorOrder } from './mirror-order.ts';
import { addNoise } from './noise.ts';
import { occlude } from './occlude.ts';

/** The batch as it is trained on; `epoch` from 1, `index` of the batch in its epoch from 0. */
export type Augmenter = (batch: Batch, epoch: number, index: number) => Batch & { changes: Change[] };

/**
 * What the training loop calls between `toBatch` and the network, on training batches alone (never on validation or prediction),
 * inside the step's `tidy`, which disposes what it makes:
 *
 *     const augment = createAugmenter(tf, recipe, snapshot.schema, landmarks); // once a run, before anything is decoded
 *     const batch = augment(toBatch(tf, examples, recipe.input), epoch, index);
 *
 * A batch's changes follow from the recipe's seed, the epoch and the batch's index alone: a resumed run goes on with the same ones.
 * Where the recipe changes nothing, the batch comes back as it is. Throws StudioError 'bad input' when the recipe mirrors what
 * cannot be mirrored.
 */
export function createAugmenter(
  tf: TensorFlow,
  recipe: { augmentation: Augmentation; seed: number },
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
): Augmenter {
  const { augmentation, seed } = recipe;
  const order = mirrorOrder(augmentation, schema, landmarks);
  if (!isAugmented(augmentation)) return (batch) => ({ ...batch, changes: [] });
  return (batch, epoch, index) =>
    augmentBatch(tf, augmentation, order, batch, createRandom(seed, `changes of batch ${index} of epoch ${epoch}`));
}

/**
 * Every picture of the batch changed on its own, its landmarks with it: geometry, blur, colour, occlusion, noise, and at last
 * values beyond black and white cut off. Landmarks that leave the picture stay, at places beyond 0 … 1; absent ones stay absent.
 *
 * `order`: the place of each landmark's counterpart in the mirror, null when nothing is mirrored. The answer also says what was
 * done to each picture.
 */
export function augmentBatch(
  tf: TensorFlow,
  augmentation: Augmentation,
  order: number[] | null,
  batch: Batch,
  random: Random,
): Batch & { changes: Change[] } {
  // First, so that they do not depend on how many pictures there are.
  const seeds = [32, 32].map(() => Math.floor(random() * 2 ** 31)) as [number, number];
  const changes = drawChanges(augmentation, batch.images, random);
  const { rotation, translation, scale, mirror, border } = augmentation;
  const moves = rotation > 0 || translation > 0 || scale > 0 || mirror > 0;
  const changed = tf.tidy(() => {
    let { pictures, targets, mask } = batch;
    const [, height, width] = pictures.shape;
    if (moves) {
      const affines = changes.map((change) => forwardAffine(change, width, height));
      pictures = movePictures(tf, pictures, affines, border);
      targets = movePoints(tf, targets, affines, width, height);
      if (order)
        [targets, mask] = [targets, mask].map((rows) => swapMirrored(tf, rows, changes, order)) as [Tensor2D, Tensor2D];
      targets = targets.mul(mask);
    }
    pictures = blurPictures(
      tf,
      pictures,
      changes.map(({ blurSigma }) => blurSigma),
      augmentation.blur.sigma,
    );
    pictures = changeColours(tf, pictures, changes, augmentation);
    pictures = occlude(
      tf,
      pictures,
      changes.map(({ patch }) => patch),
    );
    if (augmentation.noise > 0)
      pictures = addNoise(
        tf,
        pictures,
        changes.map(({ noise }) => noise),
        seeds,
      );
    pictures = pictures.clipByValue(normalisation.add, normalisation.add + 1).as4D(...pictures.shape);
    return { pictures, targets, mask };
  });
  return { ...batch, ...changed, changes };
}

/** (B, 2K) -> the same, where in the rows of mirrored pictures every landmark has the place and mask of its counterpart. */
function swapMirrored(tf: TensorFlow, rows: Tensor2D, changes: Change[], order: number[]): Tensor2D {
  const width = 2 * order.length;
  const from = Int32Array.from({ length: changes.length * width }, (_, place) => {
    const [row, column] = [Math.floor(place / width), place % width];
    const landmark = Math.floor(column / 2);
    const source = changes[row]?.mirrored ? (order[landmark] ?? landmark) : landmark;
    return row * width + 2 * source + (column % 2);
  });
  return tf.gather(rows.flatten(), tf.tensor1d(from, 'int32')).as2D(changes.length, width);
}
