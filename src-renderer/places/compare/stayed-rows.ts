import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/** ms between two looks at what is in the page. */
const moment = 60;

/**
 * Of the rows in the page those that have stayed there for a moment: one look to the next, and all of the first that are shown.
 * What flies by is not asked for: nobody sees it, and it would be in the way of what is looked at when scrolling ends.
 *
 * @param rows places of the rows that are in the page
 */
export function useStayedRows(rows: () => readonly number[]): ShallowRef<ReadonlySet<number>> {
  const stayed = shallowRef<ReadonlySet<number>>(new Set(rows()));
  let before = stayed.value;
  let next: ReturnType<typeof setTimeout> | null = null;

  function look(): void {
    next = null;
    const now = rows();
    stayed.value = new Set(now.filter((row) => before.has(row)));
    before = new Set(now);
    if (stayed.value.size < now.length) next = setTimeout(look, moment);
  }
  watch(
    () => rows().join(),
    () => {
      if (before.size === 0) stayed.value = before = new Set(rows());
      else next ??= setTimeout(look, moment);
    },
  );
  onScopeDispose(() => {
    if (next !== null) clearTimeout(next);
  });

  return stayed;
}
