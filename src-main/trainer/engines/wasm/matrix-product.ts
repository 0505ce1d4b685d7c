import type { BatchMatMulAttrs, Tensor3D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../../tensorflow.ts';

/**
 * Transposes before a matrix product instead of in it, as the gradients of dense layers ask for: the backend has XNNPACK's
 * product for matrices as they lie, and a plain loop for others.
 */
export function registerMatrixProduct(tf: TensorFlow): void {
  const stock = tf.getKernel(tf.BatchMatMul, 'wasm');
  tf.unregisterKernel(tf.BatchMatMul, 'wasm');
  tf.registerKernel({
    ...stock,
    kernelFunc: (parameters) => {
      const { a, b } = parameters.inputs as unknown as { a: Tensor3D; b: Tensor3D };
      const { transposeA, transposeB } = parameters.attrs as unknown as BatchMatMulAttrs;
      if (!transposeA && !transposeB) return stock.kernelFunc(parameters);
      return tf.tidy(() => tf.matMul(transposeA ? turned(tf, a) : a, transposeB ? turned(tf, b) : b));
    },
  });
}

function turned(tf: TensorFlow, matrices: Tensor3D): Tensor3D {
  const leading = matrices.shape.length - 2;
  const order = [...Array.from({ length: leading }, (_, axis) => axis), leading + 1, leading];
  return tf.transpose(matrices, order);
}
