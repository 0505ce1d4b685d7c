/**
 * The parts of protocol buffers' wire format (protobuf.dev/programming-guides/encoding) that a SavedModel is written with:
 * each function gives one field of a message, by its number; a message is its fields one after another.
 */
export function message(...fields: Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** An integer, a boolean or a value of an enumeration; negative ones as int64. */
export function integer(field: number, value: number | boolean): Uint8Array {
  return message(tag(field, 0), variable(Number(value)));
}

export function float(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return message(tag(field, 5), bytes);
}

/** A string, bytes or a message within the message. */
export function bytes(field: number, value: string | Uint8Array): Uint8Array {
  const content = typeof value === 'string' ? Buffer.from(value) : value;
  return message(tag(field, 2), variable(content.length), content);
}

/** A list of integers, packed. */
export function integers(field: number, values: number[]): Uint8Array {
  return bytes(field, message(...values.map(variable)));
}

/** An entry of a map whose keys are strings. */
export function entry(field: number, key: string, value: Uint8Array): Uint8Array {
  return bytes(field, message(bytes(1, key), bytes(2, value)));
}

function tag(field: number, wireType: 0 | 2 | 5): Uint8Array {
  return variable((field << 3) | wireType);
}

/** Seven bits a byte, the lowest first. */
function variable(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const encoded: number[] = [];
  while (rest > 127n) {
    encoded.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...encoded, Number(rest)]);
}
