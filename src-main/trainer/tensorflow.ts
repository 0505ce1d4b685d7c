import type * as tfjs from '@tensorflow/tfjs';

/** What both engines share, and all that the trainer uses: TensorFlow.js' operations, gradients and layers (engines/engine.ts). */
export type TensorFlow = typeof tfjs;

export { loadTensorFlow } from './engines/tensorflow.ts';
