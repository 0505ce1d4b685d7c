import type { Variable } from '@tensorflow/tfjs-node-gpu';

/** Weight decay is for kernels: biases and normalisations are few and mean something on their own. */
export function isKernel({ name }: Pick<Variable, 'name'>): boolean {
  return name.includes('/kernel');
}
