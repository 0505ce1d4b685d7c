import type { TensorFlow } from '../../tensorflow.ts';
import { registerBatchNorm } from './batch-norm.ts';
import { registerConvolutionGradients } from './convolution-gradients.ts';
import { registerMatrixProduct } from './matrix-product.ts';
import { registerMaxPoolGradient } from './max-pool.ts';
import { registerNormalNoise } from './normal-noise.ts';
import { registerTransform } from './transform.ts';

/** Expresses what training needs and the WebAssembly backend lacks, or does slowly, by what it does well. */
export function registerWasmKernels(tf: TensorFlow): void {
  registerConvolutionGradients(tf);
  registerMatrixProduct(tf);
  registerMaxPoolGradient(tf);
  registerBatchNorm(tf);
  registerTransform(tf);
  registerNormalNoise(tf);
}
