import { createHash } from 'node:crypto';

/** Uniform in [0, 1), 32 random bits a call. */
export type Random = () => number;

/**
 * A generator of its own for each purpose of a run, so that drawing more of one kind does not change another.
 * `seed` and `purpose` are hashed into the state of sfc32 (Chris Doty-Humphrey, PractRand).
 */
export function createRandom(seed: number, purpose: string): Random {
  const state = createHash('sha256').update(`${seed}/${purpose}`).digest();
  let a = state.readUInt32LE(0);
  let b = state.readUInt32LE(4);
  let c = state.readUInt32LE(8);
  let counter = 1;
  return () => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return (drawn >>> 0) / 2 ** 32;
  };
}

/** The items in random order: each gets a key, and the keys are sorted. */
export function shuffled<Item>(items: Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
