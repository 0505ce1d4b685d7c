import type { SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';

/** Zeros: `initialiseWeights` draws the real ones. */
export const undrawn = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

export interface Convolution {
  /** Of the TensorFlow layers: a row of the layer table, a dot, and the part of it. */
  name: string;
  filters: number;
  kernel: number;
  stride?: number;
  norm: 'none' | 'batch';
  activation: 'relu' | 'none';
  /**
   * `same`: TensorFlow's, ceil(size / stride), which at a stride of 2 pads an even size below and to the right only.
   * `symmetric`: PyTorch's `padding = kernel // 2`. At stride 1 they are one.
   */
  padding?: 'same' | 'symmetric';
}

/** A convolution of (batch, height, width, channels), with the normalisation and activation that follow it. */
export function convolve(tf: TensorFlow, picture: SymbolicTensor, convolution: Convolution): SymbolicTensor {
  const { name, filters, kernel, stride = 1, norm, activation } = convolution;
  const padded = convolution.padding === 'symmetric' && stride > 1 && kernel > 1;
  const around = padded ? pad(tf, picture, `${name}_pad`, Math.floor(kernel / 2)) : picture;
  const convolved = tf.layers
    .conv2d({
      ...undrawn,
      name,
      filters,
      kernelSize: kernel,
      strides: stride,
      padding: padded ? 'valid' : 'same',
      useBias: norm === 'none',
      activation: norm === 'none' && activation === 'relu' ? 'relu' : 'linear',
    })
    .apply(around) as SymbolicTensor;
  if (norm === 'none') return convolved;
  const normalised = normalise(tf, convolved, `${name}_norm`);
  return activation === 'relu' ? rectify(tf, normalised, `${name}_relu`) : normalised;
}

export function pad(tf: TensorFlow, picture: SymbolicTensor, name: string, pixels: number): SymbolicTensor {
  return tf.layers.zeroPadding2d({ name, padding: pixels }).apply(picture) as SymbolicTensor;
}

export function rectify(tf: TensorFlow, values: SymbolicTensor, name: string): SymbolicTensor {
  return tf.layers.activation({ name, activation: 'relu' }).apply(values) as SymbolicTensor;
}

/** Batch normalisation with PyTorch's defaults: epsilon 1e-5, moving averages that keep 0.9 of themselves a step. */
function normalise(tf: TensorFlow, values: SymbolicTensor, name: string): SymbolicTensor {
  return tf.layers.batchNormalization({ name, momentum: 0.9, epsilon: 1e-5 }).apply(values) as SymbolicTensor;
}

/**
 * The basic block of ResNet (He et al. 2016, figure 5 left): two 3×3 convolutions, and around them a shortcut, which is
 * a 1×1 convolution where the size or the number of filters changes.
 */
export function residualBlock(
  tf: TensorFlow,
  picture: SymbolicTensor,
  { name, filters, stride }: { name: string; filters: number; stride: number },
): SymbolicTensor {
  const common = { filters, norm: 'batch', padding: 'symmetric' } as const;
  const first = convolve(tf, picture, { ...common, name: `${name}.conv_1`, kernel: 3, stride, activation: 'relu' });
  const second = convolve(tf, first, { ...common, name: `${name}.conv_2`, kernel: 3, activation: 'none' });
  const changes = stride !== 1 || picture.shape.at(-1) !== filters;
  const shortcut = changes
    ? convolve(tf, picture, { ...common, name: `${name}.shortcut`, kernel: 1, stride, activation: 'none' })
    : picture;
  const sum = tf.layers.add({ name: `${name}.sum` }).apply([second, shortcut]) as SymbolicTensor;
  return rectify(tf, sum, `${name}.relu`);
}
