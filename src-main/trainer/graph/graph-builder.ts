import type { Attribute, ElementType, Graph, GraphNode, Shape } from './saved-model.ts';

/** What a node gives, while the graph is built. */
export interface Output {
  /** `NODE:INDEX` */
  tensor: string;
  type: ElementType;
  shape: Shape;
  /** Of a constant. */
  values?: Uint8Array;
  /** The same values in all shapes they were given, this one among them. */
  views?: Output[];
}

/** TensorFlow's numbers of element types (types.proto) that graphs are built with here. */
export const elementTypes = { float: 1, int: 3 } as const;

/** Nodes one after another, of which a graph has those that its outputs need; what is there already is not made again. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #constants = new Map<Uint8Array, Map<string, Output>>();

  placeholder(name: string, type: ElementType, shape: Shape): Output {
    const attributes = { dtype: { type }, shape: { shape } };
    return this.operation('Placeholder', [], attributes, [{ type, shape }], name)[0];
  }

  /** Of the same `values` in the same shape there is one. */
  constant(type: ElementType, shape: Shape, values: Uint8Array): Output {
    const known = this.#constants.get(values) ?? new Map<string, Output>();
    this.#constants.set(values, known);
    const before = known.get(shape.join());
    if (before) return before;
    const attributes = { dtype: { type }, value: { tensor: { type, shape, values } } };
    const constant = { ...this.operation('Const', [], attributes, [{ type, shape }])[0], values };
    known.set(shape.join(), constant);
    return constant;
  }

  /** Throws where more than one size of the new shape is unknown. */
  reshape(from: Output, shape: Shape): Output {
    if (shape.filter((size) => size < 0).length > 1)
      throw new Error(`A reshape to ${shape.join('×')} leaves more than one size open.`);
    from.views ??= [from];
    // Of as many elements, and at most one size is unknown: where the others are equal it is, too.
    const view = from.views.find((each) => each.shape.join() === shape.join());
    if (view) return view;
    if (from.values) return this.constant(from.type, shape, from.values);
    const sizes = this.constant(elementTypes.int, [shape.length], new Uint8Array(Int32Array.from(shape).buffer));
    const attributes = { T: { type: from.type }, Tshape: { type: elementTypes.int } };
    const made = this.operation('Reshape', [from, sizes], attributes, [{ type: from.type, shape }])[0];
    const output = { ...made, views: from.views };
    from.views.push(output);
    return output;
  }

  /** `outputs` in the order of the operation's; there is at least one. */
  operation(
    operation: string,
    inputs: Output[],
    attributes: Record<string, Attribute>,
    outputs: Pick<Output, 'type' | 'shape'>[],
    name = `${operation}_${this.#nodes.length}`.replace(/^_+/, ''),
  ): [Output, ...Output[]] {
    this.#nodes.push({ name, operation, inputs: inputs.map(({ tensor }) => tensor), attributes });
    const made = outputs.map((output, index) => ({ ...output, tensor: `${name}:${index}` }));
    return made as [Output, ...Output[]];
  }

  /** `inputs` and `outputs` by the keys they are to have. */
  graph(inputs: Record<string, Output>, outputs: Record<string, Output>): Graph {
    const ends = (of: Record<string, Output>): Graph['inputs'] =>
      Object.entries(of).map(([key, { tensor, type, shape }]) => ({ key, tensor, type, shape }));
    const needed = new Set([...Object.values(inputs), ...Object.values(outputs)].map(({ tensor }) => nodeOf(tensor)));
    for (const { name, inputs: from } of this.#nodes.toReversed())
      if (needed.has(name)) for (const tensor of from) needed.add(nodeOf(tensor));
    return {
      nodes: this.#nodes.filter(({ name }) => needed.has(name)),
      inputs: ends(inputs),
      outputs: ends(outputs),
    };
  }
}

function nodeOf(tensor: string): string {
  return tensor.slice(0, tensor.lastIndexOf(':'));
}
