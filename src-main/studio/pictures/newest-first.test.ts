import { expect, it } from 'vitest';
import { NewestFirst } from './newest-first.ts';

it('does a few at a time, and of those that wait the newest first; one that fails makes room too', async () => {
  const queue = new NewestFirst(2);
  const begun: number[] = [];
  const ends = new Map<number, (fails: boolean) => void>();
  const work = (name: number) =>
    queue.run(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(name);
          ends.set(name, (fails) => (fails ? reject(new Error('broken')) : resolve(name)));
        }),
    );
  const all = [1, 2, 3, 4, 5].map(work);
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  await settle();
  expect(begun).toEqual([1, 2]);
  ends.get(2)?.(false);
  await settle();
  expect(begun).toEqual([1, 2, 5]);
  ends.get(5)?.(true);
  await expect(all[4]).rejects.toThrow('broken');
  await settle();
  expect(begun).toEqual([1, 2, 5, 4]);
  ends.get(1)?.(false);
  ends.get(4)?.(false);
  await settle();
  ends.get(3)?.(false);
  expect(await Promise.all(all.slice(0, 4))).toEqual([1, 2, 3, 4]);
  const again = work(6);
  await settle();
  expect(begun.at(-1)).toBe(6);
  ends.get(6)?.(false);
  expect(await again).toBe(6);
});
