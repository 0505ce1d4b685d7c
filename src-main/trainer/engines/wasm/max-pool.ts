import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../../tensorflow.ts';

/** What the backend looks for begins above the smallest positive number: all others must be lifted above it. */
const highest = 1e-20;
const nearZero = 1e-11;

/**
 * Mends the backend's gradient of max-pool, which does not find the largest element of a window whose elements are all below
 * zero. They are given in their own order but above zero: those that are positive as they are, the others between 1e-37
 * (for -1e6) and 1e-20 (for 0).
 */
export function registerMaxPoolGradient(tf: TensorFlow): void {
  const stock = tf.getKernel(tf.MaxPoolGrad, 'wasm');
  tf.unregisterKernel(tf.MaxPoolGrad, 'wasm');
  tf.registerKernel({
    ...stock,
    kernelFunc: (parameters) => {
      const { dy, input, output } = parameters.inputs as unknown as { dy: Tensor; input: Tensor4D; output: Tensor };
      return tf.tidy(() => {
        const belowZero = tf.sub(nearZero, tf.minimum(input, 0));
        const lifted = tf.maximum(input, tf.div(highest * nearZero, belowZero));
        return stock.kernelFunc({ ...parameters, inputs: { dy, input: lifted, output } }) as Tensor;
      });
    },
  });
}
