import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { InputShape } from '../../contract/recipe.ts';
import { channelCount } from '../network/build-network.ts';
import { createRandom, shuffled } from '../random.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { DecodedImage } from './decode-image.ts';
import type { Example } from './examples.ts';

export type LoadedExample = Example & DecodedImage;

/** B examples as the network and the loss take them. */
export interface Batch {
  /** (B, height, width, channels) normalised. */
  pictures: Tensor4D;
  /** (B, 2K) x/W, y/H. */
  targets: Tensor2D;
  /** (B, 2K) 1 or 0. */
  mask: Tensor2D;
  images: number;
  /** Ones in the mask. */
  coordinates: number;
}

/** The network sees pixel / divideBy + add: -0.5 … 0.5. */
export const normalisation = { divideBy: 255, add: -0.5 } as const;

/** The examples of one epoch cut into batches, the last one smaller; the same for a seed and epoch whatever ran before. */
export function epochBatches<Item>(items: Item[], batch: number, seed: number, epoch: number): Item[][] {
  return cutIntoBatches(shuffled(items, createRandom(seed, `order of epoch ${epoch}`)), batch);
}

export function cutIntoBatches<Item>(items: Item[], batch: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, index) =>
    items.slice(index * batch, (index + 1) * batch),
  );
}

/** What the network sees of each of the 256 values a pixel can have: a look-up is several times as fast as the division. */
const normalised = Float32Array.from({ length: 256 }, (_, pixel) => pixel / normalisation.divideBy + normalisation.add);

/** (B, height, width, channels) float32. */
export function toPictures(tf: TensorFlow, images: Pick<DecodedImage, 'pixels'>[], input: InputShape): Tensor4D {
  const channels = channelCount(input);
  const size = input.height * input.width * channels;
  const values = new Float32Array(images.length * size);
  for (const [index, { pixels }] of images.entries())
    for (let place = 0; place < size; place += 1) values[index * size + place] = normalised[pixels[place] ?? 0] ?? 0;
  return tf.tensor4d(values, [images.length, input.height, input.width, channels]);
}

/** The caller disposes the three tensors, or makes them in a `tidy`. */
export function toBatch(tf: TensorFlow, examples: LoadedExample[], input: InputShape): Batch {
  const width = examples[0]?.targets.length ?? 0;
  const targets = new Float32Array(examples.length * width);
  const mask = new Float32Array(examples.length * width);
  for (const [index, example] of examples.entries()) {
    targets.set(example.targets, index * width);
    mask.set(example.mask, index * width);
  }
  return {
    pictures: toPictures(tf, examples, input),
    targets: tf.tensor2d(targets, [examples.length, width]),
    mask: tf.tensor2d(mask, [examples.length, width]),
    images: examples.length,
    coordinates: mask.reduce((sum, present) => sum + present, 0),
  };
}
