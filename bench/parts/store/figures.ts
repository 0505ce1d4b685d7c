import { performance } from 'node:perf_hooks';

/** Milliseconds each piece of work took, one after another, in ascending order. */
export async function timesOf(count: number, work: (index: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await work(index);
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other);
}

/** Of times in ascending order, the one that this part of them (0 to 1) does not exceed. */
export function percentile(times: readonly number[], part: number): number {
  return times[Math.min(times.length - 1, Math.ceil(part * times.length) - 1)] ?? NaN;
}
