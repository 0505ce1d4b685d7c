import { useDebounceFn } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { HistoryStep } from '../../../../src-main/contract/index.ts';
import { useNotices } from '../../../stores/notices.ts';
import { onStudioEvent, studioClient } from '../../../stores/studio.ts';

const pageSize = 100;

/** The project's steps, loaded page by page as they are looked at, and again when something was done. */
export function useHistoryPages(): {
  /** By place, the newest first. */
  steps: ShallowRef<ReadonlyMap<number, HistoryStep>>;
  total: Ref<number | null>;
  /** The newest step that is done; 0 when none is. */
  current: Ref<number>;
  ensure: (first: number, last: number) => void;
  reload: () => Promise<void>;
} {
  const notices = useNotices();
  const steps = shallowRef<ReadonlyMap<number, HistoryStep>>(new Map());
  const total = ref<number | null>(null);
  const current = ref(0);
  /** Pages in view, and those asked for since the last change. */
  let inView: readonly number[] = [0];
  let asked = new Set<number>();
  /** Answers of before a change are not taken. */
  let generation = 0;

  async function load(pages: readonly number[], isFresh: boolean): Promise<void> {
    const mine = generation;
    for (const page of pages) asked.add(page);
    try {
      const answers = await Promise.all(
        pages.map((page) => studioClient().annotations.history.query({ offset: page * pageSize, limit: pageSize })),
      );
      if (mine !== generation) return;
      const next = new Map(isFresh ? [] : steps.value);
      for (const [order, { entries }] of answers.entries())
        entries.forEach((entry, index) => next.set((pages[order] ?? 0) * pageSize + index, entry));
      steps.value = next;
      total.value = answers[0]?.total ?? 0;
      current.value = answers[0]?.current ?? 0;
    } catch (error) {
      if (mine !== generation) return;
      asked = new Set();
      notices.fail('The history could not be read', error);
    }
  }

  async function reload(): Promise<void> {
    generation += 1;
    asked = new Set();
    await load(inView, true);
  }

  function ensure(first: number, last: number): void {
    const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)];
    inView = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const missing = inView.filter((page) => !asked.has(page));
    if (missing.length > 0) void load(missing, false);
  }

  const reloadSoon = useDebounceFn(reload, 120, { maxWait: 500 });
  onStudioEvent((event) => {
    if (['images', 'schema', 'project', 'reconnected'].includes(event.kind)) void reloadSoon();
  });
  onScopeDispose(() => {
    generation += 1;
  });
  return { steps, total, current, ensure, reload };
}
