import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * (B, height, width, channels) -> the same, each picture by a Gaussian of its own sigma in px, 0 leaving it as it is; none is
 * larger than `widest`, at three times which the Gaussians are cut. Beyond its edges a picture is taken to go on as its mirror image.
 *
 * The pictures to blur become the channels of a single one, so that one depthwise convolution a direction does all of them.
 */
export function blurPictures(tf: TensorFlow, pictures: Tensor4D, sigmas: number[], widest: number): Tensor4D {
  const blurred = [...sigmas.keys()].filter((index) => (sigmas[index] ?? 0) > 0);
  if (blurred.length === 0) return pictures;
  const [, height, width, channels] = pictures.shape;
  const radius = Math.min(Math.ceil(3 * widest), height - 1, width - 1);
  const taps = 2 * radius + 1;
  return tf.tidy(() => {
    const weights = tf.tensor2d(
      blurred.flatMap((index) => Array.from({ length: channels }, () => gaussian(sigmas[index] ?? 0, radius))),
    );
    const filter = weights.transpose().reshape<Tensor4D>([taps, 1, blurred.length * channels, 1]);
    const planes = tf
      .gather(pictures, blurred)
      .transpose([1, 2, 0, 3])
      .reshape<Tensor4D>([1, height, width, blurred.length * channels]);
    const padded = tf.mirrorPad(
      planes,
      [
        [0, 0],
        [radius, radius],
        [radius, radius],
        [0, 0],
      ],
      'symmetric',
    );
    const down = tf.depthwiseConv2d(padded, filter, 1, 'valid');
    const across = tf.depthwiseConv2d(
      down,
      filter.reshape<Tensor4D>([1, taps, blurred.length * channels, 1]),
      1,
      'valid',
    );
    const done = across.reshape([height, width, blurred.length, channels]).transpose<Tensor4D>([2, 0, 1, 3]);
    if (blurred.length === sigmas.length) return done;
    const places = sigmas.map((_, index) => {
      const place = blurred.indexOf(index);
      return place < 0 ? index : sigmas.length + place;
    });
    return tf.gather(tf.concat4d([pictures, done], 0), places);
  });
}

/** Weights at -radius … radius, their sum 1. */
function gaussian(sigma: number, radius: number): number[] {
  const weights = Array.from({ length: 2 * radius + 1 }, (_, tap) =>
    Math.exp(-((tap - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
