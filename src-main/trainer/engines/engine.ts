import { StudioError } from '../../contract/errors.ts';
import type { Device, EngineName } from '../../contract/runs.ts';
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
      return { name, tf, ...tensorFlowReport(tf) };
    }
    case 'wasm': {
      const { tf, threads } = await loadWasm();
      return { name, tf, ...wasmReport(threads, environment.KEYPOINT_STUDIO_ENGINE_REASON || null) };
    }
    default:
      throw new StudioError('bad input', `There is no engine "${name}": KEYPOINT_STUDIO_ENGINE is tensorflow or wasm.`);
  }
}
