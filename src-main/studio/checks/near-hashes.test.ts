import { expect, it } from 'vitest';
import { nearHashes } from './near-hashes.ts';

const bits = (...set: number[]): Buffer => {
  const hash = Buffer.from('a53c0ff0669955aa', 'hex');
  for (const bit of set) hash[bit >> 3] = hash[bit >> 3]! ^ (1 << (bit & 7));
  return hash;
};

it('finds pairs up to seven bits apart wherever the bits are, and none that are farther', async () => {
  const hashes = [
    bits(),
    // One bit in every byte but the last: they have that byte alone in common.
    bits(0, 8, 16, 24, 32, 40, 48),
    // One more in the first byte.
    bits(0, 1, 2, 3, 4, 5, 6, 7),
    Buffer.from('5ac3f00f9966aa55', 'hex'),
  ];
  expect(await nearHashes(hashes)).toEqual([[0, 1]]);
});

it('finds what comparing each with each finds', async () => {
  let state = 5;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const hashes = Array.from({ length: 300 }, (_, place) =>
    place % 3 === 0
      ? Buffer.from(Array.from({ length: 8 }, () => next(256)))
      : bits(...Array.from({ length: next(6) }, () => next(64))),
  );
  const differing = (one: Buffer, other: Buffer): number =>
    [...one].reduce((sum, byte, place) => sum + (byte ^ other[place]!).toString(2).replaceAll('0', '').length, 0);
  const all = hashes.flatMap((hash, place) =>
    hashes.slice(0, place).flatMap((other, before) => (differing(hash, other) <= 7 ? [`${before},${place}`] : [])),
  );
  const found = (await nearHashes(hashes)).map(String);
  expect(found.every((pair) => all.includes(pair))).toBe(true);
  // At most 50 for each picture are looked at.
  const most = Array.from({ length: 300 }, (_, place) =>
    Math.min(50, all.filter((pair) => pair.endsWith(`,${place}`)).length),
  );
  expect(found).toHaveLength(most.reduce((sum, count) => sum + count, 0));
});
