import type { LayersModel, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { StudioError } from '../../contract/errors.ts';
import type { Device, EngineName } from '../../contract/runs.ts';
import { compile, layerByLayer } from '../graph/compile.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { loadTensorFlow, tensorFlowReport } from './tensorflow.ts';
import { loadWasm, wasmReport } from './wasm.ts';

/** What a trainer computes with. Whatever it is, `tf` does the same: only the speed and the last digits differ. */
export interface Engine {
  name: EngineName;
  tf: TensorFlow;
  device: Device;
  /** To be shown, when it is not what the machine could do; else null. */
  notice: string | null;
  /**
   * Makes a network ready for many batches, with the weights it has now: on TensorFlow on a CPU it answers some 1.5 to 2.5
   * times faster, to the same values but for the last digits, and making it takes what some hundred pictures do.
   */
  compile: (model: LayersModel) => Answering;
}

/** A network that answers; whoever has it made disposes it, before or after the network. */
export interface Answering {
  /** (B, height, width, channels) to (B, 2K), which is the caller's. */
  answer(pictures: Tensor4D): Tensor2D;
  dispose(): void;
}

/**
 * The engine that KEYPOINT_STUDIO_ENGINE names, TensorFlow where it names none: who starts a trainer has chosen
 * (`chooseEngine` in contract/engines.ts), and says why in KEYPOINT_STUDIO_ENGINE_REASON; nothing is replaced silently here.
 * The same at every call. Throws StudioError 'no runtime' with what to do when it cannot be loaded.
 */
export async function loadEngine(environment: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const name = environment.KEYPOINT_STUDIO_ENGINE || 'tensorflow';
  switch (name) {
    case 'tensorflow': {
      const tf = loadTensorFlow();
      return { name, tf, ...tensorFlowReport(tf), compile: (model) => compile(tf, model) };
    }
    case 'wasm': {
      const { tf, threads } = await loadWasm();
      const reason = environment.KEYPOINT_STUDIO_ENGINE_REASON || null;
      return { name, tf, ...wasmReport(threads, reason), compile: layerByLayer };
    }
    default:
      throw new StudioError('bad input', `There is no engine "${name}": KEYPOINT_STUDIO_ENGINE is tensorflow or wasm.`);
  }
}
