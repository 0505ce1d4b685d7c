import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { nativeBackend } from '../kernels/native-backend.ts';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * (B, height, width, channels) -> the same with Gaussian noise of each picture's own standard deviation. The noise follows from
 * the two 32-bit seeds alone (TensorFlow's counter-based `StatelessRandomNormal`), and costs no loop in JavaScript.
 */
export function addNoise(
  tf: TensorFlow,
  pictures: Tensor4D,
  deviations: number[],
  seeds: readonly [number, number],
): Tensor4D {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  return tf.tidy(() => {
    const noise = backend.executeSingleOutput(
      'StatelessRandomNormal',
      [
        { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
        { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
        { name: 'Tseed', type: TF_ATTR_TYPE, value: TF_INT32 },
      ],
      [tf.tensor1d(pictures.shape, 'int32'), tf.tensor1d([...seeds], 'int32')],
    );
    return pictures.add<Tensor4D>(noise.mul(tf.tensor4d(deviations, [deviations.length, 1, 1, 1])));
  });
}
