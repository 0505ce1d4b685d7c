import type { Constant, RecordedCall, RecordedTensor, Recording } from './record.ts';

/** Which input of an operation is a list of sizes where -1 says "all that is left". */
const sizesInput: Partial<Record<string, number>> = { Reshape: 1, Slice: 2 };

/**
 * What two recordings of one function, with batches of different sizes, have in common: sizes that differ become -1,
 * TensorFlow's "as many as there are". So the graph answers batches of any size.
 *
 * Throws, naming the operation, where the two differ otherwise: the function then does not do the same every time (it
 * draws, say, or counts), or needs the size of the batch where TensorFlow has no word for "any".
 */
export function forAnyBatch(one: Recording, other: Recording): Recording {
  if (one.calls.length !== other.calls.length)
    throw new Error(`One recording has ${one.calls.length} operations, the other ${other.calls.length}.`);
  const calls = one.calls.map((call, index) => commonCall(call, other.calls[index]));
  return { calls, answer: commonTensor(one.answer, other.answer, 'The answer') };
}

function commonCall(one: RecordedCall, other: RecordedCall | undefined): RecordedCall {
  const { operation, attributes } = one;
  if (operation !== other?.operation) throw differs(operation, `${other?.operation} is in its place`);
  if (JSON.stringify(attributes) !== JSON.stringify(other.attributes)) throw differs(operation, 'other attributes');
  const inputs = one.inputs.map((input, index) =>
    (index === sizesInput[operation] ? commonSizes : commonTensor)(input, other.inputs[index], operation),
  );
  const outputs = one.outputs.map((output, index) => ({
    type: output.type,
    shape: commonShape(output.shape, other.outputs[index]?.shape, operation),
  }));
  return { operation, attributes, inputs, outputs };
}

function commonTensor(one: RecordedTensor, other: RecordedTensor | undefined, operation: string): RecordedTensor {
  const { type, from } = one;
  const second = other?.from;
  const shape = commonShape(one.shape, other?.shape, operation);
  if (isConstant(from)) {
    if (!second || !isConstant(second) || !sameValues(from, second)) throw differs(operation, 'other constants');
  } else if (JSON.stringify(from) !== JSON.stringify(second)) throw differs(operation, 'inputs from elsewhere');
  return { type, shape, from };
}

/** Lists of sizes: an entry that differs is the batch's, or a multiple of it. */
function commonSizes(one: RecordedTensor, other: RecordedTensor | undefined, operation: string): RecordedTensor {
  if (!other || !isConstant(one.from) || !isConstant(other.from) || one.from.values.length !== other.from.values.length)
    return commonTensor(one, other, operation);
  if (sameValues(one.from, other.from)) return one;
  const sizes = commonShape(integersOf(one.from), integersOf(other.from), operation);
  return { ...one, from: { values: new Uint8Array(Int32Array.from(sizes).buffer) } };
}

function commonShape(one: number[], other: number[] | undefined, operation: string): number[] {
  if (one.length !== other?.length) throw differs(operation, 'tensors of another rank');
  return one.map((size, axis) => (size === other[axis] ? size : -1));
}

function integersOf({ values }: Constant): number[] {
  return [...new Int32Array(values.buffer, values.byteOffset, values.byteLength / Int32Array.BYTES_PER_ELEMENT)];
}

export function isConstant(from: RecordedTensor['from']): from is Constant {
  return typeof from === 'object' && 'values' in from;
}

function sameValues(one: Constant, other: Constant): boolean {
  return one === other || Buffer.from(one.values).equals(other.values);
}

function differs(operation: string, how: string): Error {
  return new Error(`${operation} was recorded twice and not alike: ${how}.`);
}
