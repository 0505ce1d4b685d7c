import { expect, test } from 'vitest';
import { createRandom, shuffled } from './random.ts';

const draw = (seed: number, purpose: string, count: number): number[] =>
  Array.from({ length: count }, createRandom(seed, purpose));

test('one seed and purpose give the same numbers, another of either gives others', () => {
  expect(draw(1, 'weights', 5)).toEqual(draw(1, 'weights', 5));
  expect(draw(2, 'weights', 5)).not.toEqual(draw(1, 'weights', 5));
  expect(draw(1, 'order', 5)).not.toEqual(draw(1, 'weights', 5));
});

test('numbers are uniform in 0 … 1: every tenth holds its share', () => {
  const numbers = draw(3, 'uniform', 100_000);
  const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length);
  expect(tenths.reduce((sum, count) => sum + count, 0)).toBe(100_000);
  // Five standard deviations of a binomial count.
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(480);
});

test('shuffling keeps every item and puts each first about as often', () => {
  const firsts = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed += 1) {
    const order = shuffled(['a', 'b', 'c'], createRandom(seed, 'shuffle'));
    expect([...order].sort()).toEqual(['a', 'b', 'c']);
    firsts.set(order[0]!, (firsts.get(order[0]!) ?? 0) + 1);
  }
  for (const count of firsts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});
