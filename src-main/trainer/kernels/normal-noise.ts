import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';

/** Of our own, since tfjs has no random numbers that follow from a seed alone on every backend. */
export const normalNoiseKernel = 'KeypointsNormalNoise';

/** Standard normal values that follow from the two 32-bit seeds alone, on one engine; another draws others. */
export function normalNoise(tf: TensorFlow, shape: Tensor4D['shape'], seeds: readonly [number, number]): Tensor4D {
  return tf.engine().runKernel(normalNoiseKernel, {}, { shape, seeds: [...seeds] });
}

/** Makes `normalNoise` known to TensorFlow: its counter-based `StatelessRandomNormal`, which costs no loop in JavaScript. */
export function registerNormalNoise(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes = [
    { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: 'Tseed', type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  tf.registerKernel({
    kernelName: normalNoiseKernel,
    backendName: tf.getBackend(),
    kernelFunc: ({ attrs }) => {
      const { shape, seeds } = attrs as unknown as { shape: number[]; seeds: [number, number] };
      return tf.tidy(() =>
        backend.executeSingleOutput('StatelessRandomNormal', attributes, [
          tf.tensor1d(shape, 'int32'),
          tf.tensor1d(seeds, 'int32'),
        ]),
      );
    },
  });
}
