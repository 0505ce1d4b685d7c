import type { Tensor2D, Tensor4D, TransformAttrs } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../../tensorflow.ts';

/**
 * Mends the backend's `tf.image.transform` where what lies beyond the picture is its mirror image: the backend takes the far side
 * there, left of and above it. The picture is given its mirror images all around instead, once each way.
 */
export function registerTransform(tf: TensorFlow): void {
  const stock = tf.getKernel(tf.Transform, 'wasm');
  tf.unregisterKernel(tf.Transform, 'wasm');
  tf.registerKernel({
    ...stock,
    kernelFunc: (parameters) => {
      const { image, transforms } = parameters.inputs as unknown as { image: Tensor4D; transforms: Tensor2D };
      const { interpolation, fillMode, fillValue, outputShape } = parameters.attrs as unknown as TransformAttrs;
      if (fillMode !== 'reflect') return stock.kernelFunc(parameters);
      const [, height, width] = image.shape;
      return tf.tidy(() => {
        const around = tf.mirrorPad(
          image,
          [
            [0, 0],
            [height, height],
            [width, width],
            [0, 0],
          ],
          'symmetric',
        );
        // The place (x, y) of the picture is (x + width, y + height) of the larger one.
        const [across, down, divisor] = tf.split(transforms, [3, 3, 2], 1) as [Tensor2D, Tensor2D, Tensor2D];
        const scale = tf.pad(
          divisor,
          [
            [0, 0],
            [0, 1],
          ],
          1,
        );
        const moved = tf.concat(
          [tf.add(across, tf.mul(scale, width)), tf.add(down, tf.mul(scale, height)), divisor],
          1,
        );
        return tf.image.transform(
          around,
          moved as Tensor2D,
          interpolation,
          'nearest',
          fillValue,
          outputShape ?? [height, width],
        );
      });
    },
  });
}
