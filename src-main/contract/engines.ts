import { StudioError } from './errors.ts';
import type { EngineName } from './runs.ts';
import type { Runtime } from './system.ts';

/** Which engine trains and, where it is not TensorFlow, why. */
export interface EngineChoice {
  engine: EngineName;
  reason: string | null;
}

/**
 * TensorFlow where set-up left one, else WebAssembly with the reason. `wanted`, the value of KEYPOINT_STUDIO_ENGINE, overrules;
 * throws StudioError 'bad input' where it names no engine, 'no runtime' where it asks for a TensorFlow that is not there.
 */
export function chooseEngine(runtime: Runtime, wanted: string | undefined): EngineChoice {
  switch (wanted || 'best') {
    case 'best':
      return runtime.state === 'ready'
        ? { engine: 'tensorflow', reason: null }
        : { engine: 'wasm', reason: `TensorFlow is not set up (${firstLine(runtime.problem)})` };
    case 'tensorflow':
      if (runtime.state === 'missing')
        throw new StudioError(
          'no runtime',
          `KEYPOINT_STUDIO_ENGINE asks for TensorFlow, which is not set up: ${runtime.problem} ` +
            'Run npm start with a network connection to install it, or unset KEYPOINT_STUDIO_ENGINE to train on WebAssembly.',
        );
      return { engine: 'tensorflow', reason: null };
    case 'wasm':
      return { engine: 'wasm', reason: 'KEYPOINT_STUDIO_ENGINE asks for WebAssembly' };
    default:
      throw new StudioError('bad input', `KEYPOINT_STUDIO_ENGINE is "${wanted}": it can be tensorflow or wasm.`);
  }
}

/** As measured with `npm run bench -- engines` on 2 cores (docs/performance.md): WebAssembly's time a step over TensorFlow's. */
export const wasmSlowdown = '3 to 6 times';

/** What the window's chip shows of WebAssembly. */
export function wasmTitle(threads: number): string {
  return `WebAssembly · CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** Threads that WebAssembly takes on a machine: the backend makes eight at most. */
export function wasmThreads(cores: number): number {
  return Math.min(cores, 8);
}

/** What to be told wherever WebAssembly trains. */
export function wasmNotice(reason: string): string {
  const advice = reason.startsWith('TensorFlow') ? ' Run npm start with a network connection to install it.' : '';
  return `${reason}: training runs on WebAssembly, about ${wasmSlowdown} slower.${advice}`;
}

/** Set-up tells every way that it tried, a line each. */
function firstLine(problem: string): string {
  return (problem.trim().split('\n')[0] ?? '').replace(/[.:]$/, '');
}
