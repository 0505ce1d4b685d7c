import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError, type EditResult, type Verdict, type VerdictKind } from '../../src-main/contract/index.ts';
import { Connection, type StudioConnection } from '../client/index.ts';
import type { ComparedItem } from './compared-run.ts';
import { useComparison } from './comparison.ts';
import { useNotices } from './notices.ts';
import { useStudio } from './studio.ts';
import { useVerdicts } from './verdicts.ts';

/** A studio that keeps verdicts on run 1 in memory. */
class MemoryStudio {
  verdicts = new Map<number, VerdictKind>();
  refuses = false;

  connect(): StudioConnection {
    const query = (value: (input: never) => unknown) => ({
      query: (input: never) => Promise.resolve().then(() => value(input)),
    });
    const client = {
      project: { current: query(() => ({ path: '/p', readOnly: false })) },
      system: { info: query(() => null), jobs: query(() => []), events: { subscribe: () => undefined } },
      images: { list: query(() => ({ total: 0, items: [] })), counts: query(() => null) },
      runs: { list: query(() => []) },
      split: { get: query(() => null) },
      evaluation: {
        verdicts: query(() => ({
          verdicts: [...this.verdicts].map(
            ([instanceId, verdict]) => ({ instanceId, verdict, labelChanged: null }) as Verdict,
          ),
        })),
        setVerdict: {
          mutate: async ({ instanceIds: [id], verdict }: { instanceIds: number[]; verdict: VerdictKind | null }) => {
            await Promise.resolve();
            if (this.refuses || id === undefined) throw new StudioError('failed', 'The disk is full.');
            if (verdict) this.verdicts.set(id, verdict);
            else this.verdicts.delete(id);
            return { entry: {}, imageIds: [id], canUndo: true, canRedo: false } as unknown as EditResult;
          },
        },
      },
    };
    return { client: client as unknown as StudioConnection['client'], connection: new Connection() };
  }
}

/** Faces 1 to 4, the first the worst. */
const faces = [40, 30, 20, 10].map(
  (errorPx, at) =>
    ({
      imageId: at + 1,
      instanceId: at + 1,
      name: `face ${at + 1}`,
      errorPx,
      errors: Float32Array.of(errorPx),
      sizes: {},
    }) as unknown as ComparedItem,
);

let studio: MemoryStudio;
let comparison: ReturnType<typeof useComparison>;
let verdicts: ReturnType<typeof useVerdicts>;
const saved = () => vi.waitFor(() => expect(Object.fromEntries(studio.verdicts)).toEqual(kindsShown()));
const kindsShown = (): Record<number, VerdictKind> =>
  Object.fromEntries([...verdicts.byFace].map(([id, { verdict }]) => [id, verdict]));
const shown = (): number[] => comparison.items.map(({ instanceId }) => instanceId);

beforeEach(async () => {
  setActivePinia(createPinia());
  studio = new MemoryStudio();
  await useStudio().start(studio.connect());
  comparison = useComparison();
  verdicts = useVerdicts();
  comparison.setA(1);
  comparison.a = { runId: 1, landmarks: [{ index: 0, name: 'nose' }], items: faces };
  comparison.select(0);
});
afterEach(() => localStorage.clear());

describe('a verdict', () => {
  it('is shown at once, saved, and goes on to the next face without one in the present order', async () => {
    studio.verdicts.set(2, 'ambiguous');
    await verdicts.load();
    verdicts.give('model wrong');
    expect(verdicts.byFace.get(1)?.verdict).toBe('model wrong');
    expect(comparison.selectedId).toBe(3);
    expect(verdicts.reviewed).toEqual({ count: 2, of: 4 });
    await saved();
    expect(Object.fromEntries(studio.verdicts)).toEqual({ 1: 'model wrong', 2: 'ambiguous' });
  });

  it('that the label is wrong keeps the face chosen, and goes on when it is given once more', async () => {
    verdicts.give('label wrong');
    expect(comparison.selectedId).toBe(1);
    verdicts.give('label wrong');
    expect(comparison.selectedId).toBe(2);
    await saved();
    expect(studio.verdicts.get(1)).toBe('label wrong');
  });

  it('goes on from the first face after the last, and says when none is left', () => {
    comparison.select(3);
    verdicts.give('image bad');
    expect(comparison.selectedId).toBe(1);
    for (let face = 0; face < 3; face += 1) verdicts.give('ambiguous');
    expect(verdicts.reviewed.count).toBe(4);
    verdicts.goOn();
    expect(useNotices().notices.map(({ title }) => title)).toEqual(['No face is left without a verdict']);
  });

  it('is taken away again', async () => {
    verdicts.give('ambiguous');
    comparison.selectedId = 1;
    verdicts.give(null);
    expect(verdicts.byFace.size).toBe(0);
    expect(comparison.selectedId).toBe(1);
    await vi.waitFor(() => expect(studio.verdicts.size).toBe(0));
  });

  it('that the studio refuses is not shown any more', async () => {
    studio.refuses = true;
    verdicts.give('model wrong');
    await vi.waitFor(() => expect(verdicts.byFace.size).toBe(0));
  });
});

describe('the gallery', () => {
  beforeEach(async () => {
    studio.verdicts = new Map([
      [1, 'label wrong'],
      [3, 'ambiguous'],
    ]);
    await verdicts.load();
    comparison.selectedId = 4;
  });

  it('shows the faces of a verdict or without one, and counts them all', async () => {
    verdicts.filter = 'unreviewed';
    await vi.waitFor(() => expect(shown()).toEqual([2, 4]));
    verdicts.filter = 'all';
    await vi.waitFor(() => expect(shown()).toEqual([1, 2, 3, 4]));
    expect(verdicts.counts).toMatchObject({ all: 4, unreviewed: 2, 'label wrong': 1, ambiguous: 1, 'image bad': 0 });
  });

  it('does not keep a chosen face that the filter leaves out', async () => {
    comparison.selectedId = 1;
    verdicts.filter = 'ambiguous';
    await vi.waitFor(() => expect(shown()).toEqual([3]));
    expect(comparison.selectedId).toBeNull();
  });

  it('keeps the chosen face while its label is corrected, until the person goes on', async () => {
    verdicts.filter = 'unreviewed';
    await vi.waitFor(() => expect(shown()).toEqual([2, 4]));
    comparison.select(0);
    verdicts.give('label wrong');
    await vi.waitFor(() => expect(shown()).toEqual([2, 4]));
    verdicts.goOn();
    expect(shown()).toEqual([4]);
  });
});
