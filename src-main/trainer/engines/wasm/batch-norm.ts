import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { batchNormKernel } from '../../kernels/batch-norm.ts';
import type { TensorFlow } from '../../tensorflow.ts';

/**
 * Makes `batchNormTraining` known to the WebAssembly backend: the same outputs as TensorFlow's kernel, with the gradient in
 * closed form (Ioffe and Szegedy 2015, section 3), which keeps fewer pictures than that of the parts would.
 */
export function registerBatchNorm(tf: TensorFlow): void {
  tf.registerKernel({
    kernelName: batchNormKernel,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, gamma, beta } = inputs as unknown as { x: Tensor4D; gamma: Tensor1D; beta: Tensor1D };
      const count = x.shape[0] * x.shape[1] * x.shape[2];
      return tf.tidy(() => {
        const mean = tf.mean(x, [0, 1, 2]);
        const centred = tf.sub(x, mean);
        const variance = tf.mean(tf.square(centred), [0, 1, 2]);
        const scale = tf.rsqrt(tf.add(variance, attrs?.epsilon as number));
        const y = tf.add(tf.mul(centred, tf.mul(scale, gamma)), beta);
        // A batch of one value has no variance to correct.
        return [y, mean, tf.mul(variance, count / Math.max(1, count - 1)), scale];
      });
    },
  });
  tf.registerGradient({
    kernelName: batchNormKernel,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, false, true],
    gradFunc: (gradients, saved) => {
      const [upstream] = gradients as [Tensor4D];
      const [x, gamma, mean, scale] = saved as [Tensor4D, Tensor1D, Tensor1D, Tensor1D];
      const count = x.shape[0] * x.shape[1] * x.shape[2];
      // At once rather than when asked for x: all three share the sums.
      const [forX, forGamma, forBeta] = tf.tidy(() => {
        const normalised = tf.mul(tf.sub(x, mean), scale);
        const sum = tf.sum(upstream, [0, 1, 2]);
        const weighed = tf.sum(tf.mul(upstream, normalised), [0, 1, 2]);
        const direct = tf.sub(upstream, tf.div(sum, count));
        const change = tf.sub(direct, tf.mul(normalised, tf.div(weighed, count)));
        return [tf.mul(change, tf.mul(scale, gamma)), weighed, sum] as [Tensor, Tensor, Tensor];
      });
      return { x: () => forX, gamma: () => forGamma, beta: () => forBeta };
    },
  });
}
