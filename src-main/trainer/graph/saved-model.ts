import { bytes, entry, float, integer, integers, message } from './protobuf.ts';

/** TensorFlow's number of an element type (types.proto), the same as tfjs-node's `TF_FLOAT` and so on. */
export type ElementType = number;

/** -1 where a size is known only when the graph runs. */
export type Shape = readonly number[];

export type Attribute =
  | { type: ElementType }
  | { string: string }
  | { integer: number }
  | { integers: number[] }
  | { float: number }
  | { boolean: boolean }
  | { shape: Shape }
  | { tensor: { type: ElementType; shape: Shape; values: Uint8Array } };

/** One operation of a graph; `inputs` are outputs of earlier nodes, `NAME:INDEX`. */
export interface GraphNode {
  name: string;
  operation: string;
  inputs: string[];
  attributes: Record<string, Attribute>;
}

/** An output of a node as an input or output of the whole graph. */
export interface GraphEnd {
  /** What people call it. */
  key: string;
  /** `NAME:INDEX` */
  tensor: string;
  type: ElementType;
  shape: Shape;
}

export interface Graph {
  nodes: GraphNode[];
  inputs: GraphEnd[];
  outputs: GraphEnd[];
}

/** The tag by which a SavedModel's graph is asked for, and the name of its only signature: those that TensorFlow serves by default. */
export const servedTag = 'serve';
const signature = 'serving_default';

/** Any version since 1087 (TensorFlow 2.9) has all operations used here in their present form. */
const graphVersion = 1087;

/**
 * The content of `saved_model.pb` (tensorflow/core/protobuf/saved_model.proto, meta_graph.proto, framework/graph.proto),
 * which alone in a folder is a whole SavedModel where all weights are constants.
 */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const definition = message(
    ...graph.nodes.map((node) => bytes(1, encodeNode(node))),
    bytes(4, integer(1, graphVersion)),
  );
  const ends = message(
    ...graph.inputs.map((end) => entry(1, end.key, encodeEnd(end))),
    ...graph.outputs.map((end) => entry(2, end.key, encodeEnd(end))),
    bytes(3, 'tensorflow/serving/predict'),
  );
  const metaGraph = message(bytes(1, bytes(4, servedTag)), bytes(2, definition), entry(5, signature, ends));
  return message(integer(1, 1), bytes(2, metaGraph));
}

function encodeNode({ name, operation, inputs, attributes }: GraphNode): Uint8Array {
  return message(
    bytes(1, name),
    bytes(2, operation),
    ...inputs.map((input) => bytes(3, input)),
    ...Object.entries(attributes).map(([key, attribute]) => entry(5, key, encodeAttribute(attribute))),
  );
}

/** attr_value.proto and tensor.proto. */
function encodeAttribute(attribute: Attribute): Uint8Array {
  if ('string' in attribute) return bytes(2, attribute.string);
  if ('integer' in attribute) return integer(3, attribute.integer);
  if ('float' in attribute) return float(4, attribute.float);
  if ('boolean' in attribute) return integer(5, attribute.boolean);
  if ('type' in attribute) return integer(6, attribute.type);
  if ('shape' in attribute) return bytes(7, encodeShape(attribute.shape));
  if ('integers' in attribute) return bytes(1, integers(3, attribute.integers));
  const { type, shape, values } = attribute.tensor;
  return bytes(8, message(integer(1, type), bytes(2, encodeShape(shape)), bytes(4, values)));
}

function encodeShape(shape: Shape): Uint8Array {
  return message(...shape.map((size) => bytes(2, integer(1, size))));
}

function encodeEnd({ tensor, type, shape }: GraphEnd): Uint8Array {
  return message(bytes(1, tensor), integer(2, type), bytes(3, encodeShape(shape)));
}
