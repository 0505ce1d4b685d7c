import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { normalisation } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { Patch } from './draw-changes.ts';

/** (B, height, width, channels) normalised -> the same with each picture's patch, if it has one, painted over it. */
export function occlude(tf: TensorFlow, pictures: Tensor4D, patches: (Patch | null)[]): Tensor4D {
  if (patches.every((patch) => patch === null)) return pictures;
  const [batch, height, width] = pictures.shape;
  const inside = (start: number, size: number, length: number): number[] =>
    Array.from({ length }, (_, place) =>
      place >= Math.round(start * length) && place < Math.round((start + size) * length) ? 1 : 0,
    );
  return tf.tidy(() => {
    const rows = patches.map((patch) => inside(patch?.top ?? 0, patch?.height ?? 0, height));
    const columns = patches.map((patch) => inside(patch?.left ?? 0, patch?.width ?? 0, width));
    const grays = patches.map((patch) => (patch?.gray ?? 0) + normalisation.add);
    const covered = tf
      .tensor2d(rows)
      .reshape([batch, height, 1, 1])
      .mul(tf.tensor2d(columns).reshape([batch, 1, width, 1]));
    return pictures.add<Tensor4D>(tf.sub(tf.tensor4d(grays, [batch, 1, 1, 1]), pictures).mul(covered));
  });
}
