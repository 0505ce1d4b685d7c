import type { Tensor, Tensor1D, Tensor4D, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend, type OperationAttribute } from './native-backend.ts';

/** Of our own, since tfjs has no kernel that normalises by the batch. */
export const batchNormKernel = 'KeypointsBatchNormTraining';

export interface BatchNormTraining {
  /** (B, H, W, C) normalised per channel, times gamma, plus beta. */
  y: Tensor4D;
  /** (C) of this batch. */
  mean: Tensor1D;
  /** (C) of this batch, with Bessel's correction n / (n - 1): what PyTorch and Keras average into the moving variance. */
  variance: Tensor1D;
}

/**
 * Batch normalisation in training (Ioffe and Szegedy 2015, arXiv 1502.03167) by TensorFlow's `FusedBatchNormV3` and
 * `FusedBatchNormGradV3`: each one pass where tfjs' composite and its gradient are some twenty operations over the whole
 * batch. The batch's own variance, without Bessel's correction, divides: y = (x - mean) / sqrt(variance + epsilon) * gamma + beta.
 *
 * Differentiable in `x` (B, H, W, C), `gamma` and `beta` (C); nothing flows back through `mean` and `variance`, which are
 * for the moving averages. `registerBatchNorm` comes before.
 */
export function batchNormTraining(
  tf: TensorFlow,
  x: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): BatchNormTraining {
  const outputs: Tensor[] = tf.engine().runKernel(batchNormKernel, { x, gamma, beta }, { epsilon });
  const [y, mean, variance, ...reserved] = outputs as [Tensor4D, Tensor1D, Tensor1D, ...Tensor[]];
  // The gradient keeps what it needs of them.
  tf.dispose(reserved);
  return { y, mean, variance };
}

/** Makes `batchNormTraining` known to TensorFlow. */
export function registerBatchNorm(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const attributes = (epsilon: number): OperationAttribute[] => [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'U', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: TF_ATTR_BOOL, value: true },
  ];
  tf.registerKernel({
    kernelName: batchNormKernel,
    backendName: tf.getBackend(),
    kernelFunc: ({ inputs, attrs }) => {
      const { x, gamma, beta } = inputs as { x: TensorInfo; gamma: TensorInfo; beta: TensorInfo };
      const none = tf.tensor1d([], 'float32');
      const operands = [x, gamma, beta, none, none];
      const outputs = backend.executeMultipleOutputs(
        'FusedBatchNormV3',
        attributes(attrs?.epsilon as number),
        operands,
        6,
      );
      none.dispose();
      return outputs;
    },
  });
  tf.registerGradient({
    kernelName: batchNormKernel,
    inputsToSave: ['x', 'gamma'],
    // y, mean and variance are not needed; the last three are what the operation reserves for its gradient.
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (gradients, saved, attrs) => {
      const [upstream] = gradients as [Tensor];
      const [x, gamma, ...reserved] = saved as [Tensor, Tensor, ...Tensor[]];
      // At once rather than when asked for x: what is made while asked is disposed before gamma is asked for.
      const [forX, forGamma, forBeta, ...rest] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        attributes(attrs.epsilon as number),
        [upstream, x, gamma, ...reserved],
        5,
      ) as [Tensor, Tensor, Tensor, ...Tensor[]];
      tf.dispose(rest);
      return { x: () => forX, gamma: () => forGamma, beta: () => forBeta };
    },
  });
}
