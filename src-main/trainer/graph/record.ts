import type { DataId, Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import { nativeBackend, type OperationAttribute } from '../kernels/native-backend.ts';
import type { TensorFlow } from '../tensorflow.ts';
import type { ElementType } from './saved-model.ts';

/** A tensor as a recorded call has it. */
export interface RecordedTensor {
  type: ElementType;
  shape: number[];
  /** What the call is given: the input of the recording, what an earlier call made, or something from outside. */
  from: 'input' | { call: number; output: number } | Constant;
}

/** Values that were there before, or that JavaScript made; of one `dataId`, one object. */
export interface Constant {
  values: Uint8Array;
}

/** One of TensorFlow's operations, as it was called. */
export interface RecordedCall {
  operation: string;
  attributes: OperationAttribute[];
  inputs: RecordedTensor[];
  outputs: Pick<RecordedTensor, 'type' | 'shape'>[];
}

export interface Recording {
  calls: RecordedCall[];
  answer: RecordedTensor;
}

/**
 * Records TensorFlow's operations while tfjs calls them one at a time. Tensors are known by what holds their values
 * (`dataId`), which identities and clones share. One recorder for several recordings knows the same weights again.
 *
 * Throws where a recording would be wrong: where JavaScript reads a value that depends on the input, since what it then
 * does with it is not recorded, and where a constant is neither number nor boolean.
 */
export class Recorder {
  readonly #tf: TensorFlow;
  readonly #constants = new WeakMap<DataId, Constant>();

  constructor(tf: TensorFlow) {
    this.#tf = tf;
  }

  /** What `run` calls to make its answer of `input`. The answer is disposed with all else that `run` makes. */
  record<Input extends Tensor>(input: Input, run: (input: Input) => Tensor): Recording {
    const backend = nativeBackend(this.#tf);
    const executeSingleOutput = backend.executeSingleOutput.bind(backend);
    const executeMultipleOutputs = backend.executeMultipleOutputs.bind(backend);
    const readSync = backend.readSync.bind(backend);
    const calls: RecordedCall[] = [];
    const made = new WeakMap<DataId, RecordedTensor['from']>([[input.dataId, 'input']]);

    const recorded = ({ dataId, dtype, shape }: TensorInfo): RecordedTensor => ({
      type: backend.getDTypeInteger(dtype),
      shape: [...shape],
      from: made.get(dataId) ?? this.#constant(dataId, dtype),
    });
    const keep = (
      operation: string,
      attributes: OperationAttribute[],
      inputs: RecordedTensor[],
      outputs: Tensor[],
    ): void => {
      for (const [output, { dataId }] of outputs.entries()) made.set(dataId, { call: calls.length, output });
      calls.push({ operation, attributes, inputs, outputs: outputs.map(recorded) });
    };

    backend.executeSingleOutput = (operation, attributes, inputs) => {
      const given = inputs.map(recorded);
      const output = executeSingleOutput(operation, attributes, inputs);
      keep(operation, attributes, given, [output]);
      return output;
    };
    backend.executeMultipleOutputs = (operation, attributes, inputs, outputCount) => {
      const given = inputs.map(recorded);
      const outputs = executeMultipleOutputs(operation, attributes, inputs, outputCount);
      keep(operation, attributes, given, outputs);
      return outputs;
    };
    backend.readSync = (dataId) => {
      if (made.has(dataId)) throw new Error('Values that depend on the input are read by JavaScript.');
      return readSync(dataId);
    };
    // Not `tidy`, which would look for tensors among all bytes of what it gives back.
    this.#tf.engine().startScope('recording');
    try {
      return { calls, answer: recorded(run(input)) };
    } finally {
      this.#tf.engine().endScope();
      // The backend's class has its own.
      for (const own of ['executeSingleOutput', 'executeMultipleOutputs', 'readSync'])
        Reflect.deleteProperty(backend, own);
    }
  }

  /** Read at once: tfjs' kernels dispose their shapes and axes after the call. */
  #constant(dataId: DataId, type: TensorInfo['dtype']): Constant {
    const known = this.#constants.get(dataId);
    if (known) return known;
    if (type === 'string' || type === 'complex64')
      throw new Error(`A constant of the type ${type} cannot be recorded.`);
    const { buffer, byteOffset, byteLength } = nativeBackend(this.#tf).readSync(dataId);
    const constant = { values: new Uint8Array(buffer, byteOffset, byteLength) };
    this.#constants.set(dataId, constant);
    return constant;
  }
}
