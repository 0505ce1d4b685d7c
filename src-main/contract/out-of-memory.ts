/**
 * What is said where memory ran out: TensorFlow's allocators (CPU, then GPU), C++, V8's typed arrays, the system. Of TensorFlow
 * 2.21 and Node 24, tried under a limit of the process's memory.
 */
const words =
  /OOM when allocating|RESOURCE_EXHAUSTED|ResourceExhausted|failed to allocate memory|std::bad_alloc|Array buffer allocation failed|Invalid typed array length|Invalid array length|JavaScript heap out of memory|Cannot allocate memory/i;

/** Whether an error's message or the last lines of a log tell of memory that was not enough. */
export function tellsOfMemory(text: string): boolean {
  return words.test(text);
}

/** What to try where a run of this batch has not had enough memory: half of it, as most of what a step takes grows with it. */
export function whatToTryForMemory(batch: number): string {
  const smaller = Math.floor(batch / 2);
  return smaller < 1
    ? 'Its batch is 1 already: try a smaller input or a smaller network.'
    : `Try batch ${smaller} instead of ${batch}, or a smaller input or network.`;
}
