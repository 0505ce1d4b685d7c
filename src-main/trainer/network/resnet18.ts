import type { SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { convolve, pad, residualBlock } from './blocks.ts';

/**
 * ResNet18 (He et al. 2016) as torchvision builds it, for 1 or 3 channels: (batch, height, width, channels) to
 * (batch, 512). Max-pooling sees zeros around the picture: after ReLU they are as good as torch's minus infinity.
 */
export function resnet18(tf: TensorFlow, picture: SymbolicTensor): SymbolicTensor {
  const stem = convolve(tf, picture, {
    name: 'stem.conv',
    filters: 64,
    kernel: 7,
    stride: 2,
    norm: 'batch',
    activation: 'relu',
    padding: 'symmetric',
  });
  const pool = tf.layers.maxPooling2d({ name: 'stem.pool', poolSize: 3, strides: 2 });
  let maps = pool.apply(pad(tf, stem, 'stem.pool_pad', 1)) as SymbolicTensor;
  for (const [stage, filters] of [64, 128, 256, 512].entries())
    for (const block of [1, 2])
      maps = residualBlock(tf, maps, {
        name: `stage_${stage + 1}_block_${block}`,
        filters,
        stride: stage > 0 && block === 1 ? 2 : 1,
      });
  return tf.layers.globalAveragePooling2d({ name: 'average.pool' }).apply(maps) as SymbolicTensor;
}
