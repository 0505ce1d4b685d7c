import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';

/**
 * Replaces tfjs' gradient of ReLU, which builds a step function and multiplies by it, by TensorFlow's own `ReluGrad`: the
 * same values, and on a CPU about ten times faster, which is felt since it runs over every convolution's output.
 */
export function registerReluGradient(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  tf.registerGradient({
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc: (gradient, outputs) => ({
      x: () => {
        const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }];
        return backend.executeSingleOutput('ReluGrad', attributes, [gradient, ...outputs].flat());
      },
    }),
  });
}
