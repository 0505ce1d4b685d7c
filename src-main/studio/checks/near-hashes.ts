import { TimeSlices } from '../jobs/time-slices.ts';
import { mostBits } from './picture-hash.ts';

/** Hashes of which so many have the same byte say little by it: flat pictures. They are found by their other bytes, or not at all. */
const largestBucket = 4096;

/** Looked at closely, for each picture. */
const mostCandidates = 50;

/**
 * Pairs of hashes (8 bytes each) that differ in at most 7 bits, as places in the list, the lower first. Two such have one of their
 * 8 bytes in common, so only hashes with a byte in common are compared.
 */
export async function nearHashes(hashes: readonly Buffer[]): Promise<[number, number][]> {
  const slices = new TimeSlices();
  const words = new Uint32Array(2 * hashes.length);
  for (const [place, hash] of hashes.entries()) {
    words[2 * place] = hash.readUInt32LE(0);
    words[2 * place + 1] = hash.readUInt32LE(4);
  }
  const distance = (one: number, other: number): number =>
    bitCount((words[2 * one] ?? 0) ^ (words[2 * other] ?? 0)) +
    bitCount((words[2 * one + 1] ?? 0) ^ (words[2 * other + 1] ?? 0));
  const candidates = new Uint16Array(hashes.length);
  const pairs: [number, number][] = [];
  const buckets = Array.from({ length: 8 * 256 }, (): number[] => []);
  for (const [place, hash] of hashes.entries()) {
    const met = new Set<number>();
    for (const [byte, value] of hash.entries()) {
      const bucket = buckets[256 * byte + value];
      if (!bucket || bucket.length > largestBucket) continue;
      for (const other of bucket) {
        if (distance(other, place) > mostBits || met.has(other) || (candidates[place] ?? 0) >= mostCandidates) continue;
        met.add(other);
        candidates[place] = (candidates[place] ?? 0) + 1;
        pairs.push([other, place]);
      }
      bucket.push(place);
    }
    await slices.rest();
  }
  return pairs;
}

/** Of the 32 bits (H. S. Warren, Hacker's Delight, 2nd ed., 5-1). */
function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
