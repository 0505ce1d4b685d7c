import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';

/**
 * Replaces tfjs' gradient of adding a bias, (…, C) + (C), which sums over all axes but the last, by TensorFlow's own
 * `BiasAddGrad`: the same up to rounding and two to four times faster. Other additions keep tfjs' gradient.
 */
export function registerBiasGradient(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
  ];
  const stock = tf.getGradient(tf.Add);
  tf.unregisterGradient(tf.Add);
  tf.registerGradient({
    ...stock,
    gradFunc: (gradient, saved, attrs) => {
      const [value, bias] = saved as [Tensor, Tensor];
      const upstream = gradient as Tensor;
      const isBias = value.rank > 1 && bias.rank === 1 && bias.size === value.shape.at(-1);
      if (!isBias || upstream.dtype !== 'float32') return stock.gradFunc(gradient, saved, attrs);
      return {
        a: () => upstream.clone(),
        b: () => backend.executeSingleOutput('BiasAddGrad', attributes, [upstream]),
      };
    },
  });
}
