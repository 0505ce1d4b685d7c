import type { TensorFlow } from '../tensorflow.ts';
import { registerBatchNorm } from './batch-norm.ts';
import { registerBiasGradient } from './bias-gradient.ts';
import { registerMaxPool } from './max-pool.ts';
import { registerNormalNoise } from './normal-noise.ts';
import { registerReluGradient } from './relu-gradient.ts';
import { registerTransform } from './transform.ts';

const done = new WeakSet<TensorFlow>();

/** Makes TensorFlow train with its own kernels where tfjs composes slower ones; doing so again changes nothing. */
export function registerKernels(tf: TensorFlow): void {
  if (done.has(tf)) return;
  done.add(tf);
  registerReluGradient(tf);
  registerBiasGradient(tf);
  registerMaxPool(tf);
  registerBatchNorm(tf);
  registerTransform(tf);
  registerNormalNoise(tf);
}
