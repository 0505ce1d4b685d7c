import { throwIfCancelled } from './walk-folder.ts';
import type { JobHandle } from '../context.ts';

/**
 * Works through a list a few at a time and answers the results in the list's order, telling the job how far it is.
 * The first error, or a cancellation, starts no more and is thrown once those under way have ended.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  handle: JobHandle,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  let done = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      throwIfCancelled(handle.signal);
      results[index] = await work(item);
      done += 1;
      handle.progress(done, items.length);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, () =>
    worker().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  throwIfCancelled(handle.signal);
  return results;
}
