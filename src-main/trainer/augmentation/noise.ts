import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { normalNoise } from '../kernels/normal-noise.ts';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * (B, height, width, channels) -> the same with Gaussian noise of each picture's own standard deviation. The noise follows from
 * the two 32-bit seeds alone.
 */
export function addNoise(
  tf: TensorFlow,
  pictures: Tensor4D,
  deviations: number[],
  seeds: readonly [number, number],
): Tensor4D {
  return tf.tidy(() => {
    const noise = normalNoise(tf, pictures.shape, seeds);
    return pictures.add<Tensor4D>(noise.mul(tf.tensor4d(deviations, [deviations.length, 1, 1, 1])));
  });
}
