import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { useStayedRows } from './stayed-rows.ts';

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

/** As many rows from a first one as a page of four has, and what is said to have stayed. */
function page() {
  const rows = ref<number[]>([]);
  const stayed = scope.run(() => useStayedRows(() => rows.value));
  if (!stayed) throw new Error('The scope has ended.');
  return {
    stayed: () => [...stayed.value],
    async show(first: number): Promise<void> {
      rows.value = [first, first + 1, first + 2, first + 3];
      await nextTick();
    },
  };
}

test('the first rows that are shown need not wait', async () => {
  const { stayed, show } = page();
  expect(stayed()).toEqual([]);
  await show(0);
  expect(stayed()).toEqual([0, 1, 2, 3]);
});

test('a row that comes into the page beside others counts at once', async () => {
  const { stayed, show } = page();
  await show(0);
  await show(2);
  expect(stayed()).toEqual([2, 3, 4, 5]);
  vi.advanceTimersByTime(60);
  await show(3);
  expect(stayed()).toEqual([3, 4, 5, 6]);
});

test('after a jump rows count once they are there at two looks', async () => {
  const { stayed, show } = page();
  await show(0);
  await show(30);
  vi.advanceTimersByTime(60);
  expect(stayed()).not.toContain(30);
  vi.advanceTimersByTime(60);
  expect(stayed()).toEqual([30, 31, 32, 33]);
});

test('rows that fly by never count, those at which scrolling ends do', async () => {
  const { stayed, show } = page();
  await show(0);
  for (let first = 4; first <= 40; first += 4) {
    await show(first);
    vi.advanceTimersByTime(60);
    expect(stayed()).not.toContain(first);
  }
  vi.advanceTimersByTime(60);
  expect(stayed()).toEqual([40, 41, 42, 43]);
});
