import type { RunSummary } from '../../../../src-main/contract/index.ts';

/** One row of the run list; `id` is that of its element. */
export type RunEntry =
  { kind: 'run'; id: string; run: RunSummary } | { kind: 'grid'; id: string; gridId: number; members: RunSummary[] };

/** The rows for runs, newest first: those of a grid under one row where the newest stands, listed when it is `opened`. */
export function runEntries(runs: readonly RunSummary[], opened: ReadonlySet<number>): RunEntry[] {
  const members = Map.groupBy(runs, ({ id, grid }) => (grid ? `grid-${grid.id}` : `run-${id}`));
  return [...members].flatMap(([id, group]): RunEntry[] => {
    const listed = group.map((run): RunEntry => ({ kind: 'run', id: `run-${run.id}`, run }));
    const gridId = group[0]?.grid?.id;
    if (gridId === undefined) return listed;
    return [{ kind: 'grid', id, gridId, members: group }, ...(opened.has(gridId) ? listed : [])];
  });
}
