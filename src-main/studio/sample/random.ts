/** Repeatable chance: the same keys give the same numbers on every machine. */
export interface Random {
  /** In [low, high). */
  uniform(low: number, high: number): number;
  /** Normal, cut off at two and a half deviations so that nobody gets a third of a nose. */
  normal(mean: number, deviation: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** A stream of its own for every combination of keys, such as a seed, a person's number and a purpose. */
export function randomFor(...keys: (string | number)[]): Random {
  const next = mulberry32(hash(keys.join('/')));
  const uniform = (low: number, high: number): number => low + (high - low) * next();
  const normal = (mean: number, deviation: number): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const value = radius * Math.cos(2 * Math.PI * next());
    return mean + deviation * Math.min(2.5, Math.max(-2.5, value));
  };
  return {
    uniform,
    normal,
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}

/** Mulberry32 by Tommy Ettinger, public domain: 32 bits of state, enough for drawing. */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
