import type { SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { convolve } from './blocks.ts';

/** Filters at a half, a quarter, an eighth and a sixteenth of the picture's size. */
const [half, quarter, eighth, sixteenth] = [16, 32, 48, 64] as const;

/** The row of the layer table where the picture is smallest: the end of the trunk, from which the maps are made. */
export const trunkRow = 'stage_16';

/**
 * A small network that answers a map a landmark: (batch, H, W, channels) to logits (batch, ⌈H/4⌉, ⌈W/4⌉, K). A stem and
 * three stages with batch normalisation, each half the size of the one before; then from the top down each is made
 * larger and added to the one below it (feature pyramids, Lin et al. 2017), and a 1×1 convolution makes the maps.
 */
export function heatmapSmall(tf: TensorFlow, picture: SymbolicTensor, landmarkCount: number): SymbolicTensor {
  const block = (from: SymbolicTensor, name: string, filters: number, stride = 1): SymbolicTensor =>
    convolve(tf, from, { name, filters, kernel: 3, stride, norm: 'batch', activation: 'relu' });
  const mix = (from: SymbolicTensor, name: string, filters: number): SymbolicTensor =>
    convolve(tf, from, { name, filters, kernel: 1, norm: 'none', activation: 'none' });

  const stem = block(picture, 'stem.conv', half, 2);
  const fine = block(block(stem, 'stage_4.conv_1', quarter, 2), 'stage_4.conv_2', quarter);
  const middle = block(block(fine, 'stage_8.conv_1', eighth, 2), 'stage_8.conv_2', eighth);
  const coarse = block(
    block(block(middle, 'stage_16.conv_1', sixteenth, 2), 'stage_16.conv_2', sixteenth),
    'stage_16.conv_3',
    sixteenth,
  );
  const down8 = addLarger(tf, mix(coarse, 'down_8.mix', eighth), middle, 'down_8');
  const down4 = addLarger(tf, mix(block(down8, 'down_8.conv', eighth), 'down_4.mix', quarter), fine, 'down_4');
  return mix(block(down4, 'down_4.conv', quarter), 'maps.conv', landmarkCount);
}

/** `coarse` at twice its size, every value four times, cut to the size of `fine`, plus `fine`. */
function addLarger(tf: TensorFlow, coarse: SymbolicTensor, fine: SymbolicTensor, name: string): SymbolicTensor {
  let larger = tf.layers.upSampling2d({ name: `${name}.double`, size: [2, 2] }).apply(coarse) as SymbolicTensor;
  const [rows, columns] = [1, 2].map((axis) => (larger.shape[axis] ?? 0) - (fine.shape[axis] ?? 0)) as [number, number];
  if (rows > 0 || columns > 0)
    larger = tf.layers
      .cropping2D({
        name: `${name}.cut`,
        cropping: [
          [0, rows],
          [0, columns],
        ],
      })
      .apply(larger) as SymbolicTensor;
  return tf.layers.add({ name: `${name}.sum` }).apply([larger, fine]) as SymbolicTensor;
}
