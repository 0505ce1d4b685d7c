import type { Tensor4D } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../../tensorflow.ts';

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];
type Padding = 'same' | 'valid' | number;
type Picture = [number, number, number, number];

interface Attributes {
  strides: number | [number, number];
  pad: Padding;
}

/**
 * Both gradients of a convolution as convolutions, which the backend has from XNNPACK: it lacks the one for the filter, and its
 * own for the input (a loop) takes some thirty times as long. Without dilation, as tfjs differentiates none with it.
 */
export function registerConvolutionGradients(tf: TensorFlow): void {
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: Tensor4D; dy: Tensor4D };
      const { filterShape, ...attributes } = attrs as unknown as Attributes & { filterShape: Picture };
      return filterGradient(tf, x, dy, filterShape, attributes);
    },
  });
  tf.unregisterKernel(tf.Conv2DBackpropInput, 'wasm');
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropInput,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as unknown as { dy: Tensor4D; filter: Tensor4D };
      const { inputShape, ...attributes } = attrs as unknown as Attributes & { inputShape: Picture };
      return inputGradient(tf, dy, filter, inputShape, attributes);
    },
  });
}

/**
 * dW[k] = Σ x[i · stride + k - pad] dy[i] over images and places i: a convolution of `x` by `dy`, images for channels and
 * channels for images, whose filter has its taps a stride apart. `x`: (B, H, W, C), `dy`: (B, h, w, F), the answer (rows, columns, C, F).
 */
function filterGradient(
  tf: TensorFlow,
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Picture,
  attributes: Attributes,
): Tensor4D {
  const [rows, columns, channels, filters] = filterShape;
  const { strideHeight, strideWidth, padInfo } = geometry(tf, x.shape, filterShape, attributes);
  const [, height, width] = dy.shape;
  return tf.tidy(() => {
    // Without what lies beyond the last tap's last place the picture may be too large; then so is the answer.
    const below = Math.max(0, (height - 1) * strideHeight + rows - padInfo.top - x.shape[1]);
    const right = Math.max(0, (width - 1) * strideWidth + columns - padInfo.left - x.shape[2]);
    const padding = explicit(padInfo.top, below, padInfo.left, right);
    const dilations: [number, number] = [strideHeight, strideWidth];
    const answer = tf.conv2d(
      tf.transpose(x, [3, 1, 2, 0]),
      tf.transpose(dy, [1, 2, 0, 3]),
      1,
      padding,
      'NHWC',
      dilations,
    );
    return tf.transpose(tf.slice(answer, [0, 0, 0, 0], [channels, rows, columns, filters]), [1, 2, 0, 3]);
  });
}

/**
 * dX[j] = Σ dy[i] w[j + pad - i · stride] over places i: a convolution of `dy`, its places a stride apart with zeros between,
 * by the filter turned about. `dy`: (B, h, w, F), `filter`: (rows, columns, C, F), the answer (B, H, W, C).
 */
function inputGradient(
  tf: TensorFlow,
  dy: Tensor4D,
  filter: Tensor4D,
  inputShape: Picture,
  attributes: Attributes,
): Tensor4D {
  const [rows, columns] = filter.shape;
  const { strideHeight, strideWidth, padInfo } = geometry(tf, inputShape, filter.shape, attributes);
  return tf.tidy(() => {
    const apart = spread(tf, dy, strideHeight, strideWidth);
    const top = rows - 1 - padInfo.top;
    const left = columns - 1 - padInfo.left;
    const below = inputShape[1] + rows - 1 - apart.shape[1] - top;
    const right = inputShape[2] + columns - 1 - apart.shape[2] - left;
    const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
    const padding = explicit(Math.max(0, top), Math.max(0, below), Math.max(0, left), Math.max(0, right));
    const answer = tf.conv2d(apart, turned, 1, padding);
    return tf.slice(answer, [0, Math.max(0, -top), Math.max(0, -left), 0], inputShape);
  });
}

/** (B, h, w, F) to (B, h · down, w · across, F): each value the first of its cell, the others 0. */
function spread(tf: TensorFlow, values: Tensor4D, down: number, across: number): Tensor4D {
  if (down === 1 && across === 1) return values;
  const [images, height, width, filters] = values.shape;
  const columns = tf.pad(tf.reshape(values, [images * height * width, filters]), [
    [0, 0],
    [0, (across - 1) * filters],
  ]);
  const rows = tf.pad(tf.reshape(columns, [images * height, width * across * filters]), [
    [0, 0],
    [0, (down - 1) * width * across * filters],
  ]);
  return tf.reshape(rows, [images, height * down, width * across, filters]);
}

function explicit(top: number, below: number, left: number, right: number): ExplicitPadding {
  return [
    [0, 0],
    [top, below],
    [left, right],
    [0, 0],
  ];
}

function geometry(tf: TensorFlow, inputShape: Picture, filterShape: Picture, { strides, pad }: Attributes) {
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
}
