import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { pictureChanges, type PictureChange } from '../../contract/trainer.ts';
import { forwardAffine, inverseAffine, movePictures } from '../augmentation/geometry.ts';
import { normalisation } from '../data/batches.ts';
import type { Answering } from '../engines/engine.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** `across` and `down` are parts of the picture's width and height; `brightness` multiplies values of 0 … 1. */
const amounts: Record<
  PictureChange,
  { mirrored?: true; scale?: number; across?: number; down?: number; brightness?: number }
> = {
  mirrored: { mirrored: true },
  'moved right and down': { across: 0.04, down: 0.04 },
  'moved left and up': { across: -0.04, down: -0.04 },
  'made smaller': { scale: 0.93 },
  'made larger': { scale: 1.07 },
  'made brighter': { brightness: 1.25 },
  'made darker': { brightness: 0.75 },
};

/** A change and what the network answers to pictures that were changed so, taken back: (B, 2K) x/W, y/H. */
export interface ChangedAnswers {
  change: PictureChange;
  answers: number[][];
}

/**
 * Answers of a network to the same pictures (B, height, width, channels) changed a little, each taken back to the picture as it
 * was: a network that follows what it sees answers the same every time. The same changes for every picture and at every call.
 *
 * `order`: the place of each landmark's counterpart in the mirror; null leaves the mirror image out.
 */
export function answersUnderChanges(
  tf: TensorFlow,
  network: Pick<Answering, 'answer'>,
  pictures: Tensor4D,
  order: readonly number[] | null,
): ChangedAnswers[] {
  const [batch, height, width] = pictures.shape;
  return pictureChanges
    .filter((change) => change !== 'mirrored' || order !== null)
    .map((change) => {
      const { mirrored = false, scale = 1, across = 0, down = 0, brightness = 1 } = amounts[change];
      const affine = forwardAffine(
        { mirrored, scale, rotation: 0, across: across * width, down: down * height },
        width,
        height,
      );
      const answers = tf.tidy(() => {
        if (brightness === 1)
          return network
            .answer(
              movePictures(
                tf,
                pictures,
                Array.from({ length: batch }, () => affine),
                'replicate',
              ),
            )
            .arraySync();
        const lit = pictures.sub(normalisation.add).mul(brightness).clipByValue(0, 1).add(normalisation.add);
        return network.answer(lit as Tensor4D).arraySync();
      });
      const [a, b, c, d, e, f] = inverseAffine(affine);
      return {
        change,
        answers: answers.map((answer) =>
          answer.map((_, place) => {
            const landmark = Math.floor(place / 2);
            const from = mirrored ? (order?.[landmark] ?? landmark) : landmark;
            const [x, y] = [(answer[2 * from] ?? NaN) * width, (answer[2 * from + 1] ?? NaN) * height];
            return place % 2 === 0 ? (a * x + b * y + c) / width : (d * x + e * y + f) / height;
          }),
        ),
      };
    });
}
