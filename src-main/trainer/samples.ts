import sharp from 'sharp';
import type { InputShape } from '../contract/recipe.ts';
import type { LoaderSample } from '../contract/runs.ts';
import { normalisation, toPictures, type LoadedExample } from './data/batches.ts';
import type { Example } from './data/examples.ts';
import { channelCount } from './network/build-network.ts';
import type { TensorFlow } from './tensorflow.ts';

/** Pictures narrower than this, in px, are shown at twice their size, every pixel still to be seen. */
const smallWidth = 160;

export const sampleCount = 8;

/** The examples as the network gets them: pictures made from its very input, landmarks from its targets. */
export async function loaderSamples(
  tf: TensorFlow,
  examples: LoadedExample[],
  input: InputShape,
): Promise<LoaderSample[]> {
  const shown = examples.slice(0, sampleCount);
  const values = tf.tidy(() => toPictures(tf, shown, input).dataSync());
  const size = values.length / Math.max(1, shown.length);
  return Promise.all(
    shown.map(async (example, index) => ({
      imageId: example.imageId,
      name: example.name,
      picture: await pictureAddress(values.slice(index * size, (index + 1) * size) as Float32Array, input),
      landmarks: landmarksOf(example),
    })),
  );
}

/** A normalised picture as a PNG's data address. */
export async function pictureAddress(values: Float32Array, input: InputShape): Promise<string> {
  const { width, height } = input;
  const pixels = Uint8Array.from(values, (value) => Math.round((value - normalisation.add) * normalisation.divideBy));
  const scale = width < smallWidth ? 2 : 1;
  const png = await sharp(pixels, { raw: { width, height, channels: channelCount(input) } })
    .resize(scale * width, scale * height, { kernel: 'nearest' })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** `targets` and `mask`: (2K) of one example. */
export function landmarksOf({ targets, mask }: Pick<Example, 'targets' | 'mask'>): LoaderSample['landmarks'] {
  return Array.from({ length: targets.length / 2 }, (_, place) =>
    mask[2 * place] === 1 ? [targets[2 * place] ?? 0, targets[2 * place + 1] ?? 0] : null,
  );
}
