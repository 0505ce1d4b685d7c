import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
});

const move = (x: number): Change => ({
  kind: 'move landmarks',
  instanceId: 1,
  landmarks: [{ index: 0, landmark: { x, y: 5, visibility: 'occluded' } }],
});
const apply = (label: string, ...changes: Change[]) => store.applyEdit({ label, changes });
const everything = () => JSON.stringify([store.images.withInstances({}), store.split(), store.schema()]);

/** One step of every kind; the project's state before the first and after each. */
function makeHistory(): string[] {
  const steps = [
    () => store.importImages([incoming('a', 'one', [1]), incoming('b', 'two')], 'Import'),
    () => apply('Moved', move(5)),
    () => apply('Box', { kind: 'set box', instanceId: 1, box: { x: 0, y: 0, width: 9, height: 9 } }),
    () => apply('Face', { kind: 'add instance', imageId: 2, box: null, landmarks: landmarks(7) }),
    () => store.setStatus([1, 2], 'rejected'),
    () => store.setSplit({ by: 'group', validation: 'one' }),
    () => store.setSchema({ schema: { ...smallSchema, landmarks: smallSchema.landmarks.toReversed() }, renamed: [] }),
    () => store.relinkImages([{ imageId: 1, file: '/elsewhere/a.jpg' }], 'Found'),
    () => apply('Deleted', { kind: 'delete instance', instanceId: 1 }),
  ];
  const states = [everything()];
  for (const step of steps) {
    step();
    states.push(everything());
  }
  return states;
}

describe('a jump', () => {
  it('goes to any step of every kind and back, each in one go', () => {
    const states = makeHistory();
    expect(new Set(states).size).toBe(states.length);
    const last = states.length - 1;
    for (const [from, to] of [
      [last, 4],
      [4, 7],
      [7, 0],
      [0, last],
      [last, 1],
      [1, 2],
    ] as const) {
      const result = store.jump(to);
      expect(everything()).toBe(states[to]);
      // About the last step on the way: the one that was undone, or the one it went to.
      expect(result.entry).toMatchObject({ id: to < from ? to + 1 : to, undone: to < from });
      expect(store.history(20)).toMatchObject({ current: to, canUndo: to > 0, canRedo: to < last });
    }
  });

  it('survives a restart, and a new edit then drops what was undone', () => {
    const states = makeHistory();
    store.jump(2);
    store.close();
    store = openForTest(folder);
    expect(everything()).toBe(states[2]);
    store.jump(5);
    expect(everything()).toBe(states[5]);
    store.setStatus([1], 'done');
    expect(() => store.jump(7)).toThrow(/no step 7 any more/);
    expect(store.history(20)).toMatchObject({ total: 6, canRedo: false });
  });

  it('names all images on the way', () => {
    makeHistory();
    store.jump(4);
    expect(store.jump(2).imageIds.sort()).toEqual([1, 2]);
    expect(store.jump(3).imageIds).toEqual([1]);
  });

  it('to where one is, or to nowhere, is refused and changes nothing', () => {
    makeHistory();
    store.jump(3);
    const before = everything();
    expect(() => store.jump(3)).toThrow(expect.objectContaining({ code: 'not found' }));
    expect(() => store.jump(99)).toThrow(/no step 99/);
    expect(everything()).toBe(before);
  });
});

describe('the history', () => {
  it('comes in pages, newest first, with who, which image and how many', () => {
    makeHistory();
    store.undo();
    const { entries, total, current } = store.history(3, undefined, undefined, 1);
    expect([total, current]).toEqual([9, 8]);
    expect(entries.map(({ id, images }) => [id, images])).toEqual([
      [8, 1],
      [7, 2],
      [6, 2],
    ]);
    expect(entries[0]).toMatchObject({ label: 'Found', imageId: 1, imageName: 'a', undone: false });
    expect(entries[0]?.by).not.toBe('');
    expect(store.history(1).entries[0]).toMatchObject({ label: 'Deleted', undone: true });
  });

  it('of an image holds the steps of many images that it was one of', () => {
    makeHistory();
    expect(store.history(20, 2)).toMatchObject({
      total: 5,
      entries: [{ id: 7 }, { id: 6 }, { id: 5 }, { id: 4 }, { id: 1 }],
    });
  });
});

it('an image that goes and comes back keeps its place in lists by error', () => {
  store.importImages([incoming('a', 'one', [1])], 'Import');
  const run = store.runs.create({ recipe: {} as never, note: '', snapshot: {} as never });
  store.predictions.replace(run, [{ imageId: 1, instanceId: 1, landmarks: [[1, 2]], seen: null, errorPx: 3 }]);
  const listed = () => store.images.list({ filter: {}, order: 'worst', run, offset: 0, limit: 1 }).items[0]?.errorPx;
  expect(listed()).toBe(3);
  store.undo();
  store.redo();
  store.predictions.refreshErrors(10, () => 3);
  expect(listed()).toBe(3);
});
