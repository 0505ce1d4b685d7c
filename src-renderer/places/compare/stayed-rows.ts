import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/** ms between two looks at what is in the page. */
const moment = 60;

/**
 * The rows in the page that are worth asking for: all of them, unless most were not there a moment ago. What flies by is seen by
 * nobody, and it would be in the way of what is looked at when scrolling ends.
 *
 * @param rows places of the rows that are in the page
 */
export function useStayedRows(rows: () => readonly number[]): ShallowRef<ReadonlySet<number>> {
  const stayed = shallowRef<ReadonlySet<number>>(new Set(rows()));
  let before = stayed.value;
  let next: ReturnType<typeof setTimeout> | null = null;

  function judge(): void {
    const now = rows();
    const flies = 2 * now.filter((row) => before.has(row)).length < now.length;
    // Those that left are not seen: nothing has to be drawn anew for them.
    if (!flies && now.some((row) => !stayed.value.has(row))) stayed.value = new Set(now);
  }
  function look(): void {
    judge();
    const now = rows();
    before = new Set(now);
    next = now.every((row) => stayed.value.has(row)) ? null : setTimeout(look, moment);
  }
  watch(
    () => rows().join(),
    () => {
      if (before.size === 0) before = new Set(rows());
      judge();
      next ??= setTimeout(look, moment);
    },
  );
  onScopeDispose(() => {
    if (next !== null) clearTimeout(next);
  });

  return stayed;
}
