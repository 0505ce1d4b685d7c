import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node-gpu';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { TensorFlow } from '../tensorflow.ts';

/** The part of tfjs-node's backend that reaches TensorFlow itself. */
export interface NativeBackend {
  binding: Pick<TFJSBinding, 'TF_Version' | 'TF_ATTR_TYPE' | 'TF_FLOAT'>;
  isUsingGpuDevice: boolean;
  /** Runs one of TensorFlow's operations; attributes and inputs in the order of its definition. */
  executeSingleOutput(operation: string, attributes: OperationAttribute[], inputs: TensorInfo[]): Tensor;
}

export interface OperationAttribute {
  name: string;
  type: number;
  value: boolean | number | string | number[];
}

export function nativeBackend(tf: TensorFlow): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
