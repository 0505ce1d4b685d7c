import type { TensorInfo, TransformAttrs } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend } from './native-backend.ts';

/** Makes `tf.image.transform` known to TensorFlow, whose `ImageProjectiveTransformV3` tfjs-node leaves out. */
export function registerTransform(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  tf.registerKernel({
    kernelName: tf.Transform,
    backendName: tf.getBackend(),
    kernelFunc: ({ inputs, attrs }) => {
      const { image, transforms } = inputs as { image: TensorInfo; transforms: TensorInfo };
      const { interpolation, fillMode, fillValue, outputShape } = attrs as unknown as TransformAttrs;
      return tf.tidy(() =>
        backend.executeSingleOutput(
          'ImageProjectiveTransformV3',
          [
            { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
            { name: 'interpolation', type: TF_ATTR_STRING, value: interpolation.toUpperCase() },
            { name: 'fill_mode', type: TF_ATTR_STRING, value: fillMode.toUpperCase() },
          ],
          [
            image,
            transforms,
            tf.tensor1d((outputShape as number[] | undefined) ?? image.shape.slice(1, 3), 'int32'),
            tf.scalar(fillValue),
          ],
        ),
      );
    },
  });
}
