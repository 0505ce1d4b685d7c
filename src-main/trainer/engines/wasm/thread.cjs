'use strict';
/**
 * A thread of the WebAssembly backend, run by worker_threads. The package means it for browsers: it carries the thread's program
 * as a string and hands it out as a blob, which Node's workers do not take. Here the same string is run from a file,
 * and what it would load as a blob is the package's own file.
 */
const contents = require('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js');
const program = require.resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js');

URL.createObjectURL = () => program;
URL.revokeObjectURL = () => undefined;
Object.assign(globalThis, { require, __filename });
// Line ends within its strings were lost on the way into the string (the backend mends them so too).
(0, eval)(contents.wasmWorkerContents.replace(/\n/g, '\\n'));
