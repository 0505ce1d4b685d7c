import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { Augmentation } from '../../contract/augmentation.ts';
import { normalisation } from '../data/batches.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { Change } from './draw-changes.ts';

/** Rec. 601, as where pictures are decoded to gray. */
const luma = [0.299, 0.587, 0.114];

/**
 * (B, height, width, channels) normalised -> the same. Saturation, brightness and contrast as in torchvision's ColorJitter, in
 * this order, then gamma; contrast is about the picture's mean value. Brightness and contrast are one multiplication and one
 * addition; what is off costs nothing.
 */
export function changeColours(
  tf: TensorFlow,
  pictures: Tensor4D,
  changes: Change[],
  { brightness, contrast, saturation, gamma }: Augmentation,
): Tensor4D {
  const each = (value: (change: Change) => number) => tf.tensor4d(changes.map(value), [changes.length, 1, 1, 1]);
  return tf.tidy(() => {
    let values: Tensor = pictures;
    if (saturation > 0 && pictures.shape[3] === 3) {
      const factor = each((change) => change.saturation);
      const gray = values.mul(tf.tensor1d(luma)).sum(3, true);
      values = values.mul(factor).add(gray.mul(tf.sub(1, factor)));
    }
    if (brightness > 0 || contrast > 0) {
      // In 0 … 1: contrast * brightness * value + (1 - contrast) * brightness * mean. The same on normalised values:
      const gain = each((change) => change.contrast * change.brightness);
      const brightnesses = each((change) => change.brightness);
      const zero = gain.mul(-normalisation.add).add(normalisation.add);
      const offset =
        contrast > 0 ? zero.add(values.mean([1, 2, 3], true).sub(normalisation.add).mul(brightnesses.sub(gain))) : zero;
      values = values.mul(gain).add(offset);
    }
    if (gamma > 0)
      values = values
        .sub(normalisation.add)
        .clipByValue(0, 1)
        .pow(each((change) => change.gamma))
        .add(normalisation.add);
    return values as Tensor4D;
  });
}
