import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useCalm } from './use-calm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('follows at once while nothing is dragged, now and then meanwhile, and at once when that ends', async () => {
  const [place, isDragged] = [ref(0), ref(false)];
  const scope = effectScope();
  const shown = scope.run(() =>
    useCalm(
      () => place.value,
      () => isDragged.value,
    ),
  )!;
  const goTo = async (to: number): Promise<void> => {
    place.value = to;
    await nextTick();
  };
  await goTo(1);
  expect(shown.value).toBe(1);

  isDragged.value = true;
  await goTo(2);
  await goTo(3);
  expect(shown.value).toBe(1);
  vi.advanceTimersByTime(120);
  expect(shown.value).toBe(3);
  await goTo(4);
  expect(shown.value).toBe(3);

  isDragged.value = false;
  await nextTick();
  expect(shown.value).toBe(4);
  // What was still to come does not come twice.
  expect(vi.getTimerCount()).toBe(0);
  scope.stop();
});
