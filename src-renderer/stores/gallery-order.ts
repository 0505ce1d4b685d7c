import type { ComparedItem } from './compared-run.ts';

/**
 * `worst` and `best` by the figure that is chosen. Of two runs, by what A's figure is more than B's: `worse` and `better` put first
 * where A is the worse or the better one, `apart` where they differ most either way.
 */
export type GalleryOrder = 'worst' | 'best' | 'name' | 'worse' | 'better' | 'apart';
export const ordersOfTwo: readonly GalleryOrder[] = ['worse', 'better', 'apart'];

type ByInstance = ReadonlyMap<number, number>;

const byName = new Intl.Collator('en', { numeric: true });

/** Faces in the order asked for, equals by name; one without a figure comes last. */
export function orderItems(
  items: readonly ComparedItem[],
  order: GalleryOrder,
  figures: ByInstance,
  deltas: ByInstance | null,
): ComparedItem[] {
  const weights: Record<GalleryOrder, (instanceId: number) => number | undefined> = {
    worst: (id) => negative(figures.get(id)),
    best: (id) => figures.get(id),
    name: () => 0,
    worse: (id) => negative(deltas?.get(id)),
    better: (id) => deltas?.get(id),
    apart: (id) => negative(Math.abs(deltas?.get(id) ?? NaN)),
  };
  const weight = (item: ComparedItem): number => {
    const known = weights[order](item.instanceId) ?? NaN;
    return Number.isFinite(known) ? known : Number.MAX_VALUE;
  };
  return items
    .map((item) => ({ item, weight: weight(item) }))
    .sort(
      (a, b) =>
        a.weight - b.weight || byName.compare(a.item.name, b.item.name) || a.item.instanceId - b.item.instanceId,
    )
    .map(({ item }) => item);
}

const negative = (value: number | undefined): number | undefined => (value === undefined ? undefined : -value);

export type TellingFace = 'worst' | 'median' | 'best';

/** The faces with the largest, the middle (lower of two) and the smallest figure; null when none has one. */
export function telling(items: readonly ComparedItem[], figures: ByInstance): Record<TellingFace, ComparedItem> | null {
  const measured = orderItems(
    items.filter(({ instanceId }) => Number.isFinite(figures.get(instanceId))),
    'worst',
    figures,
    null,
  );
  const [worst, median, best] = [measured[0], measured[Math.floor(measured.length / 2)], measured.at(-1)];
  return worst && median && best ? { worst, median, best } : null;
}
