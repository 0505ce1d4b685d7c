import type { LayersModel, Tensor2D } from '@tensorflow/tfjs-node-gpu';
import type { Answering } from '../engines/engine.ts';
import { nativeBackend } from '../kernels/native-backend.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { networkGraph } from './network-graph.ts';
import { GraphSession } from './session.ts';

/**
 * The network as a graph in a session of TensorFlow's, with the weights it has now. Where that fails, and on a GPU, where
 * it was never measured, the network as it is; the reason is written to stderr, which is a run's log.
 */
export function compile(tf: TensorFlow, model: LayersModel): Answering {
  if (nativeBackend(tf).isUsingGpuDevice) return layerByLayer(model);
  try {
    const session = new GraphSession(tf, networkGraph(tf, model));
    return {
      answer: (pictures) => session.run([pictures])[0] as Tensor2D,
      dispose: () => session.dispose(),
    };
  } catch (cause) {
    process.stderr.write(`The network answers layer by layer, since it is not compiled: ${String(cause)}\n`);
    return layerByLayer(model);
  }
}

/** The network as tfjs runs it. */
export function layerByLayer(model: LayersModel): Answering {
  return { answer: (pictures) => model.apply(pictures) as Tensor2D, dispose: () => undefined };
}
