import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import type * as wasmBackend from '@tensorflow/tfjs-backend-wasm';
import { wasmNotice, wasmThreads, wasmTitle } from '../../contract/engines.ts';
import { StudioError } from '../../contract/errors.ts';
import type { Device } from '../../contract/runs.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { registerWasmKernels } from './wasm/register.ts';

const requirePackage = createRequire(import.meta.url);

let loaded: Promise<{ tf: TensorFlow; threads: number }> | null = null;

/** TensorFlow.js on its WebAssembly backend, with the gradients that it lacks: from npm alone, on any machine with Node. */
export function loadWasm(): Promise<{ tf: TensorFlow; threads: number }> {
  return (loaded ??= start());
}

export function wasmReport(threads: number, reason: string | null): { device: Device; notice: string | null } {
  return {
    device: {
      title: wasmTitle(threads),
      kind: 'cpu',
      tensorflow: (requirePackage('@tensorflow/tfjs-backend-wasm/package.json') as { version: string }).version,
      engine: 'wasm',
    },
    notice: reason && wasmNotice(reason),
  };
}

async function start(): Promise<{ tf: TensorFlow; threads: number }> {
  try {
    const tf = requirePackage('@tensorflow/tfjs') as TensorFlow;
    const wasm = requirePackage('@tensorflow/tfjs-backend-wasm') as typeof wasmBackend;
    wasm.setWasmPaths(join(dirname(requirePackage.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
    const threads = wasmThreads(os.availableParallelism());
    const started = threads > 1 ? await withThreads(tf, wasm, threads) : await tf.setBackend('wasm');
    if (!started) throw new Error('the backend did not start.');
    refuseWhenFull(tf);
    registerWasmKernels(tf);
    return { tf, threads: wasm.getThreadsCount() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StudioError('no runtime', `The WebAssembly engine could not be loaded: ${reason} Run "npm install".`, {
      cause,
    });
  }
}

/**
 * Starts the backend with threads, which tfjs leaves out under Node (tensorflow/tfjs#3830): only the workers' addresses are not
 * what Node takes, and half of the processors are taken to be another's second half. Both are asked for while it starts alone.
 */
async function withThreads(tf: TensorFlow, wasm: typeof wasmBackend, threads: number): Promise<boolean> {
  const urls: { createObjectURL: (blob: Blob) => string | URL } = URL;
  const { createObjectURL } = urls;
  const { cpus } = os;
  const [processor] = cpus();
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  wasm.setThreadsCount(threads);
  try {
    urls.createObjectURL = threadProgram;
    if (processor) os.cpus = () => Array.from({ length: 2 * threads }, () => processor);
    return await tf.setBackend('wasm');
  } finally {
    urls.createObjectURL = createObjectURL;
    os.cpus = cpus;
  }
}

/**
 * What a thread runs. The package carries the program of its threads as a string and hands it out as a blob, which Node's
 * workers do not take. Here the same string is run as a module, and what it would load as a blob is the package's own file.
 */
function threadProgram(): URL {
  const program = `
    import { createRequire } from 'node:module';
    const require = createRequire(${JSON.stringify(requirePackage.resolve('@tensorflow/tfjs-backend-wasm/package.json'))});
    const { wasmWorkerContents } = require('./wasm-out/tfjs-backend-wasm-threaded-simd.worker.js');
    const __filename = require.resolve('./wasm-out/tfjs-backend-wasm-threaded-simd.js');
    URL.createObjectURL = () => __filename;
    URL.revokeObjectURL = () => undefined;
    Object.assign(globalThis, { require, __filename });
    // Line ends within its strings were lost on the way into the string; the backend mends them so too.
    (0, eval)(wasmWorkerContents.replaceAll('\\n', '\\\\n'));`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}

/** WebAssembly has 4 GiB at most, and the backend would write what finds no room over what is there. */
function refuseWhenFull(tf: TensorFlow): void {
  const module = (tf.backend() as unknown as { wasm: { _malloc: (bytes: number) => number } }).wasm;
  // Called for the first time, the function puts another in its place.
  tf.tensor1d([0]).dispose();
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    // More than 32 bits count would come out as a little.
    const place = bytes < 2 ** 32 ? allocate(bytes) : 0;
    if (place === 0 && bytes > 0)
      throw new StudioError(
        'failed',
        'Out of memory: WebAssembly can use 4 GiB. Try a smaller batch or a smaller input, or install TensorFlow (npm start with a network connection).',
      );
    return place;
  };
}
