import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { nativeBackend } from '../kernels/native-backend.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { encodeSavedModel, servedTag, type Graph } from './saved-model.ts';

/**
 * A graph in one of TensorFlow's sessions: a run is one call from JavaScript, and at its first TensorFlow optimizes the
 * graph. The only way to a session that tfjs-node has is a SavedModel in a folder, which is gone when the session is there.
 * Whoever makes one disposes it. Throws TensorFlow's reason where it does not take the graph.
 */
export class GraphSession {
  readonly #tf: TensorFlow;
  readonly #session: number;
  readonly #inputs: { name: string }[];
  readonly #outputs: string[];

  constructor(tf: TensorFlow, graph: Graph) {
    this.#tf = tf;
    this.#inputs = graph.inputs.map(({ tensor }) => ({ name: tensor }));
    this.#outputs = graph.outputs.map(({ tensor }) => tensor);
    const folder = mkdtempSync(join(tmpdir(), 'keypoint-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(graph));
      this.#session = nativeBackend(tf).binding.loadSavedModel(folder, servedTag);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Inputs and outputs in the order of the graph's; the outputs are the caller's. */
  run(inputs: Tensor[]): Tensor[] {
    return nativeBackend(this.#tf).runSavedModel(this.#session, inputs, this.#inputs, this.#outputs);
  }

  dispose(): void {
    nativeBackend(this.#tf).binding.deleteSavedModel(this.#session);
  }
}
