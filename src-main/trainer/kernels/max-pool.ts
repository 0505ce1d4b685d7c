import type { MaxPoolAttrs, Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { TensorFlow } from '../tensorflow.ts';
import { nativeBackend, type NativeBackend, type OperationAttribute } from './native-backend.ts';

/** Of our own: max-pool that keeps, as its second output, which element of each window was the largest. */
const kernelName = 'KeypointsMaxPool';

/** Window and step in px, both ways; one of TensorFlow's two kinds of padding. */
type Window = Pick<MaxPoolAttrs, 'filterSize' | 'strides'> & { pad: 'valid' | 'same' };

/**
 * Max-pool whose gradient need not look for the largest elements again. `x`: (B, H, W, C). The same values and gradients
 * as `tf.maxPool`, of equal elements the first of a window being the one that moves; where oneDNN's pooling is not there
 * (on a GPU, on other processors) it is `tf.maxPool`.
 */
export function maxPoolTraining(tf: TensorFlow, x: Tensor4D, window: Window): Tensor4D {
  if (!isRegistered(tf)) return tf.maxPool(x, window.filterSize, window.strides, window.pad);
  const [y, largest] = tf.engine().runKernel(kernelName, { x }, { ...window }) as unknown as [Tensor4D, Tensor];
  largest.dispose();
  return y;
}

function isRegistered(tf: TensorFlow): boolean {
  return (tf.getKernel(kernelName, tf.getBackend()) as object | undefined) !== undefined;
}

/**
 * Replaces TensorFlow's max-pool on a CPU by oneDNN's, which TensorFlow carries but uses in graphs only: the same values
 * and gradients to the last bit, the gradient some twenty times faster, since TensorFlow's own finds the largest elements
 * again, one at a time. Every pooling profits, that of a plain `tf.layers.maxPooling2d` too.
 *
 * Changes nothing where oneDNN's operations are not there or are switched off (TF_ENABLE_ONEDNN_OPTS=0), and on a GPU.
 */
export function registerMaxPool(tf: TensorFlow): void {
  const backend = nativeBackend(tf);
  if (backend.isUsingGpuDevice || !hasOneDnn(tf, backend)) return;
  const backendName = tf.getBackend();

  const pool = (x: TensorInfo, window: Window): Tensor[] =>
    backend.executeMultipleOutputs('_MklNativeMaxPool', poolAttributes(backend, window, true), [x], 2);
  const back = (x: Tensor, y: Tensor, upstream: Tensor, largest: Tensor, window: Window): Tensor =>
    backend.executeSingleOutput('_MklNativeMaxPoolGrad', poolAttributes(backend, window, true), [
      x,
      y,
      upstream,
      largest,
    ]);

  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) => pool((inputs as { x: TensorInfo }).x, attrs as unknown as Window),
  });
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x'],
    outputsToSave: [true, true],
    gradFunc: (gradients, saved, attrs) => {
      const [upstream] = gradients as [Tensor];
      const [x, y, largest] = saved as [Tensor, Tensor, Tensor];
      return { x: () => back(x, y, upstream, largest, attrs as unknown as Window) };
    },
  });

  const stock = tf.getKernel(tf.MaxPool, backendName);
  const stockGradient = tf.getGradient(tf.MaxPool);
  tf.unregisterKernel(tf.MaxPool, backendName);
  tf.registerKernel({
    ...stock,
    kernelFunc: (parameters) => {
      const attributes = parameters.attrs as unknown as MaxPoolAttrs;
      if (!isWindow(attributes)) return stock.kernelFunc(parameters);
      const { x } = parameters.inputs as { x: TensorInfo };
      // The second output is empty here.
      const [y, none] = backend.executeMultipleOutputs(
        '_MklNativeMaxPool',
        poolAttributes(backend, attributes, false),
        [x],
        2,
      ) as [Tensor, Tensor];
      none.dispose();
      return y;
    },
  });
  tf.unregisterGradient(tf.MaxPool);
  tf.registerGradient({
    ...stockGradient,
    gradFunc: (gradient, saved, attrs) => {
      const window = attrs as unknown as MaxPoolAttrs;
      if (!isWindow(window)) return stockGradient.gradFunc(gradient, saved, attrs);
      const [x, y] = saved as [Tensor, Tensor];
      return {
        x: () => {
          const [, largest] = pool(x, window) as [Tensor, Tensor];
          return back(x, y, gradient as Tensor, largest, window);
        },
      };
    },
  });
}

function isWindow(attributes: MaxPoolAttrs): attributes is MaxPoolAttrs & Window {
  return (attributes.pad === 'valid' || attributes.pad === 'same') && !attributes.dimRoundingMode;
}

/** `forGradient`: with the second output, which the gradient needs. */
function poolAttributes(backend: NativeBackend, window: Window, forGradient: boolean): OperationAttribute[] {
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const overPixels = (sizes: number | [number, number]): number[] => [1, ...[sizes, sizes].flat().slice(0, 2), 1];
  return [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'ksize', type: TF_ATTR_INT, value: overPixels(window.filterSize) },
    { name: 'strides', type: TF_ATTR_INT, value: overPixels(window.strides) },
    { name: 'padding', type: TF_ATTR_STRING, value: window.pad.toUpperCase() },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    { name: 'workspace_enabled', type: TF_ATTR_BOOL, value: forGradient },
    // What TensorFlow's own rewriting of graphs marks the operation with; without it no kernel is found.
    { name: '_kernel', type: TF_ATTR_STRING, value: 'MklNameChangeOp' },
  ];
}

/** TensorFlow has no question to ask for it: it either pools one pixel or refuses. */
function hasOneDnn(tf: TensorFlow, backend: NativeBackend): boolean {
  if (process.env.TF_ENABLE_ONEDNN_OPTS === '0') return false;
  const x = tf.zeros([1, 2, 2, 1]);
  try {
    const window: Window = { filterSize: 2, strides: 2, pad: 'valid' };
    tf.dispose(backend.executeMultipleOutputs('_MklNativeMaxPool', poolAttributes(backend, window, true), [x], 2));
    return true;
  } catch {
    return false;
  } finally {
    x.dispose();
  }
}
