import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/** Values of a tensor that is worth an operation of its own: below, calling TensorFlow takes longer than the work. */
const large = 2 ** 16;

/**
 * Cuts a list into groups to be worked on as one tensor each, in the list's order: small tensors that follow each other
 * together, a large one alone.
 */
export function groupSmall<Value extends { size: number }>(values: readonly Value[]): Value[][] {
  const groups: Value[][] = [];
  let open: Value[] | null = null;
  for (const value of values) {
    if (value.size < large && open) open.push(value);
    else groups.push([value]);
    if (value.size >= large) open = null;
    else open ??= groups.at(-1) ?? null;
  }
  return groups;
}

/** Many tensors' values one after the other as a vector; one tensor as it is. */
export function join(tf: TensorFlow, tensors: readonly Tensor[]): Tensor {
  const [first, ...others] = tensors;
  if (first && others.length === 0) return first;
  return tf.concat(tensors.map((tensor) => (tensor.rank === 1 ? tensor : tensor.flatten())));
}

/** What `join` made, in parts of these shapes again. */
export function part(tf: TensorFlow, joined: Tensor, shapes: readonly number[][]): Tensor[] {
  if (shapes.length === 1) return [joined];
  const sizes = shapes.map((shape) => tf.util.sizeFromShape(shape));
  return tf
    .split(joined, sizes)
    .map((values, index) => (shapes[index]?.length === 1 ? values : values.reshape(shapes[index] ?? [])));
}
