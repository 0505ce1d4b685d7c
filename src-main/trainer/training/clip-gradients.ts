import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/** The gradients, all made shorter by one factor when together, as one vector, they are longer than `norm` (Pascanu et al. 2013). */
export function clipGradients(tf: TensorFlow, gradients: NamedTensorMap, norm: number): NamedTensorMap {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
    const length = tf.addN(squares).sqrt();
    const factor = tf.scalar(norm).div(tf.maximum(length, norm));
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]): [string, Tensor] => [name, gradient.mul(factor)]),
    );
  });
}
