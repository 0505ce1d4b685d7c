import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../../tensorflow.ts';

/** The largest absolute difference between elements of two tensors of one shape. */
export function largestDifference(tf: TensorFlow, one: Tensor, other: Tensor): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(one, other))).dataSync()[0] ?? NaN);
}

/**
 * The gradient of the sum of `compute`'s answer by central differences, element by element. Sums are made in float64, so
 * that the error is float32's in one element, about 1e-7 / step.
 */
export function numericGradient(tf: TensorFlow, compute: (input: Tensor) => Tensor, at: Tensor, step: number): Tensor {
  const values = at.dataSync() as Float32Array;
  const sumAt = (index: number, offset: number): number =>
    tf.tidy(() => {
      const moved = values.map((value, place) => (place === index ? value + offset : value));
      return (compute(tf.tensor(moved, at.shape)).dataSync() as Float32Array).reduce((sum, value) => sum + value, 0);
    });
  const gradient = Array.from(values, (_, index) => (sumAt(index, step) - sumAt(index, -step)) / (2 * step));
  return tf.tensor(gradient, at.shape, 'float32');
}
