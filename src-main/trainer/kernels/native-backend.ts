import type { DataId, DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { TensorFlow } from '../tensorflow.ts';

/** The part of tfjs-node's backend that reaches TensorFlow itself. */
export interface NativeBackend {
  binding: Pick<
    TFJSBinding,
    | 'TF_Version'
    | 'TF_ATTR_TYPE'
    | 'TF_ATTR_INT'
    | 'TF_ATTR_FLOAT'
    | 'TF_ATTR_BOOL'
    | 'TF_ATTR_STRING'
    | 'TF_FLOAT'
    | 'TF_INT32'
    | 'loadSavedModel'
    | 'deleteSavedModel'
    | 'getNumOfSavedModels'
  >;
  isUsingGpuDevice: boolean;
  /** Runs one of TensorFlow's operations; attributes and inputs in the order of its definition. */
  executeSingleOutput(operation: string, attributes: OperationAttribute[], inputs: TensorInfo[]): Tensor;
  /** The same for an operation of `outputCount` outputs, all of which are the caller's. */
  executeMultipleOutputs(
    operation: string,
    attributes: OperationAttribute[],
    inputs: TensorInfo[],
    outputCount: number,
  ): Tensor[];
  /** Runs a loaded SavedModel; the ends of its graph are `NODE:INDEX`. The outputs are the caller's. */
  runSavedModel(session: number, inputs: Tensor[], inputEnds: { name: string }[], outputEnds: string[]): Tensor[];
  /** TensorFlow's number of an element type. */
  getDTypeInteger(type: DataType): number;
  readSync(dataId: DataId): Float32Array | Int32Array | Uint8Array;
}

export interface OperationAttribute {
  name: string;
  type: number;
  value: boolean | number | string | number[];
}

export function nativeBackend(tf: TensorFlow): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
