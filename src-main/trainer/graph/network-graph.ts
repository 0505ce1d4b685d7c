import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { nativeBackend, type NativeBackend } from '../kernels/native-backend.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { forAnyBatch, isConstant } from './any-batch.ts';
import { elementTypes, GraphBuilder, type Output } from './graph-builder.ts';
import { Recorder, type RecordedCall, type RecordedTensor } from './record.ts';
import type { Attribute, Graph } from './saved-model.ts';

/** The names of a network's graph's only input and only output. */
export const graphEnds = { input: 'pictures', output: 'landmarks' } as const;

/** Sizes of the two batches that are recorded: no other size of a network's tensors is likely to be one of them twice. */
const recordedBatches = [2, 3] as const;

/**
 * What a network does with a batch of any size, (batch, height, width, channels) to (batch, 2K), as a graph whose weights are
 * constants. It is found by recording the operations that tfjs calls, so it is what the network does, whatever its layers.
 *
 * The operations are written as TensorFlow's optimizer of graphs (Grappler) looks for them, which then joins a convolution
 * with its bias or batch normalisation and its ReLU: BiasAdd for adding to the last axis, MatMul for one matrix each.
 *
 * Throws where an operation cannot be recorded or written, naming it.
 */
export function networkGraph(tf: TensorFlow, model: LayersModel): Graph {
  const recorder = new Recorder(tf);
  const [one, other] = recordedBatches.map((batch) => {
    const picture = tf.zeros([batch, ...(model.inputs[0]?.shape.slice(1) as number[])]);
    try {
      return recorder.record(picture, (input) => model.apply(input) as Tensor);
    } finally {
      picture.dispose();
    }
  }) as [ReturnType<Recorder['record']>, ReturnType<Recorder['record']>];
  const { calls, answer } = forAnyBatch(one, other);

  const builder = new GraphBuilder();
  const shape = [-1, ...(model.inputs[0]?.shape.slice(1) as number[])];
  const input = builder.placeholder(graphEnds.input, elementTypes.float, shape);
  const made: Output[][] = [];
  const outputOf = (tensor: RecordedTensor): Output => {
    const { from } = tensor;
    if (from === 'input') return input;
    if (isConstant(from)) return builder.constant(tensor.type, tensor.shape, from.values);
    const output = made[from.call]?.[from.output];
    if (!output) throw new Error(`Output ${from.output} of ${calls[from.call]?.operation} is not written into graphs.`);
    return output;
  };
  const backend = nativeBackend(tf);
  for (const call of calls) made.push(write(builder, backend, call, outputOf));
  return builder.graph({ [graphEnds.input]: input }, { [graphEnds.output]: outputOf(answer) });
}

/** The nodes for one recorded call, if it needs any, and what stands for its outputs. */
function write(
  builder: GraphBuilder,
  backend: NativeBackend,
  call: RecordedCall,
  outputOf: (tensor: RecordedTensor) => Output,
): Output[] {
  const { operation, outputs } = call;
  const [result] = outputs as [RecordedCall['outputs'][number]];
  const attributes = attributesOf(call, backend);
  const [first, second] = call.inputs as [RecordedTensor, RecordedTensor];
  /** On matrices where tfjs has lists of one matrix: only matrices are joined with what follows them. */
  const onMatrix = (operation: string, inputs: RecordedTensor[], attributes: Record<string, Attribute>): Output[] => {
    const matrix = (shape: number[]): number[] => (isListOfOne(shape) ? shape.slice(1) : shape);
    const operands = inputs.map((tensor) => builder.reshape(outputOf(tensor), matrix(tensor.shape)));
    const made = builder.operation(operation, operands, attributes, [{ ...result, shape: matrix(result.shape) }]);
    return made.map((output) => builder.reshape(output, result.shape));
  };
  switch (operation) {
    case 'Reshape':
      return [builder.reshape(outputOf(first), result.shape)];
    case 'Relu':
      return onMatrix(operation, [first], attributes);
    case 'Add':
      return result.shape.length > 1 && second.shape.length === 1 && second.shape[0] === result.shape.at(-1)
        ? onMatrix('BiasAdd', [first, second], attributes)
        : builder.operation('AddV2', call.inputs.map(outputOf), attributes, outputs);
    case 'BatchMatMulV2': {
      if (![first, second].every(({ shape }) => shape.length === 2 || isListOfOne(shape))) break;
      const { T, adj_x, adj_y } = attributes as Record<'T' | 'adj_x' | 'adj_y', Attribute>;
      return onMatrix('MatMul', [first, second], { T, transpose_a: adj_x, transpose_b: adj_y });
    }
    case '_MklNativeMaxPool': {
      // kernels/max-pool.ts names oneDNN's; graphs are given TensorFlow's and take oneDNN's by themselves.
      const { T, ksize, strides, padding, data_format } = attributes;
      const pooling = { T, ksize, strides, padding, data_format } as Record<string, Attribute>;
      return builder.operation('MaxPool', [outputOf(first)], pooling, outputs.slice(0, 1));
    }
  }
  return builder.operation(operation, call.inputs.map(outputOf), attributes, outputs);
}

function isListOfOne(shape: number[]): boolean {
  return shape.length === 3 && shape[0] === 1;
}

function attributesOf({ operation, attributes }: RecordedCall, { binding }: NativeBackend): Record<string, Attribute> {
  return Object.fromEntries(
    attributes.map(({ name, type, value }): [string, Attribute] => {
      if (type === binding.TF_ATTR_TYPE && typeof value === 'number') return [name, { type: value }];
      if (type === binding.TF_ATTR_STRING && typeof value === 'string') return [name, { string: value }];
      if (type === binding.TF_ATTR_FLOAT && typeof value === 'number') return [name, { float: value }];
      if (type === binding.TF_ATTR_BOOL && typeof value === 'boolean') return [name, { boolean: value }];
      if (type === binding.TF_ATTR_INT && Array.isArray(value)) return [name, { integers: value }];
      if (type === binding.TF_ATTR_INT && typeof value === 'number') return [name, { integer: value }];
      throw new Error(`The attribute ${name} of ${operation} is of a kind that is not written: ${String(value)}.`);
    }),
  );
}
