import { beforeEach, describe, expect, it } from 'vitest';
import type { Change, Edit } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('labelled', 'a', [1]), incoming('bare', 'b')], 'Import');
});

const edit = (...changes: Change[]): Edit => ({ label: 'An edit', changes });
const move = (x: number, instanceId = 1, index = 0): Change => ({
  kind: 'move landmarks',
  instanceId,
  landmarks: [{ index, landmark: { x, y: 5, visibility: 'visible' } }],
});
const add: Change = { kind: 'add instance', imageId: 2, box: null, landmarks: landmarks(7) };
const firstX = () => store.instance(1)?.landmarks[0]?.x;
const everything = () => JSON.stringify([store.images.withInstances({}), store.split()]);

describe('an edit', () => {
  it('moves the landmarks named and no others, and says what it touched', () => {
    const result = store.applyEdit(edit(move(42)));
    expect(store.instance(1)?.landmarks).toEqual([{ x: 42, y: 5, visibility: 'visible' }, ...landmarks(1).slice(1)]);
    expect(result).toMatchObject({ imageIds: [1], canUndo: true, canRedo: false });
    expect(result.entry).toMatchObject({ label: 'An edit', imageId: 1, undone: false });
  });

  it('keeps where an instance came from, and says a person made a new one', () => {
    store.applyEdit(edit(move(42), add));
    expect(store.instance(1)?.origin).toEqual({ kind: 'import', source: 'labelled.asf' });
    expect(store.instance(2)?.origin.kind).toBe('person');
  });

  it('sets and takes away a box, adds and deletes an instance', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    store.applyEdit(edit({ kind: 'set box', instanceId: 1, box }, add));
    expect(store.instance(1)?.box).toEqual(box);
    expect(store.images.detail(2)?.instanceList).toMatchObject([{ landmarks: landmarks(7), box: null }]);
    store.applyEdit(edit({ kind: 'set box', instanceId: 1, box: null }, { kind: 'delete instance', instanceId: 2 }));
    expect(store.instance(1)?.box).toBeNull();
    expect(store.images.detail(2)?.instances).toBe(0);
  });

  it('puts an untouched image to work, leaves a finished one finished', () => {
    store.applyEdit(edit(add, move(3)));
    expect(store.images.one(2)?.status).toBe('in work');
    expect(store.images.one(1)?.status).toBe('done');
    store.undo();
    expect(store.images.one(2)?.status).toBe('new');
  });

  const refused: [string, Change, RegExp][] = [
    ['an instance that is not there', move(1, 99), /no instance 99/],
    ['an index past the last', move(1, 1, 3), /no landmark 3: the schema's last is 2/],
    ['a negative index', move(1, 1, -1), /no landmark -1/],
    ['a place that is no number', move(NaN), /Landmark 0 is not a place/],
    ['too few landmarks', { ...add, landmarks: landmarks(1).slice(1) }, /has 2 landmarks; the project's schema has 3/],
    ['an image that is not there', { ...add, imageId: 77 }, /no image 77/],
    [
      'a box of negative size',
      { kind: 'set box', instanceId: 1, box: { x: 0, y: 0, width: -1, height: 1 } },
      /Not a box/,
    ],
  ];
  it.each(refused)('with %s is refused whole', (_, change, message) => {
    store.applyEdit(edit(move(5)));
    store.undo();
    const before = everything();
    expect(() => store.applyEdit(edit(move(1000), add, change))).toThrow(message);
    expect(() => store.applyEdit(edit(change))).toThrow(expect.objectContaining({ code: 'bad input' }));
    expect(everything()).toBe(before);
    expect(store.history(10)).toMatchObject({ canRedo: true, entries: { length: 2 } });
  });

  it('that changes nothing leaves no entry and no redo lost', () => {
    store.applyEdit(edit(move(5)));
    store.undo();
    const result = store.applyEdit(
      edit({ ...move(1), landmarks: [{ index: 0, landmark: landmarks(1)[0]! }] } as Change),
    );
    expect(result).toMatchObject({ entry: { id: 0 }, imageIds: [], canRedo: true });
    expect(store.history(10).entries).toHaveLength(2);
  });
});

describe('undo and redo', () => {
  it('walk through every kind of edit and back', () => {
    const states = [everything()];
    const doings = [
      () => store.applyEdit(edit(move(5))),
      () => store.applyEdit(edit(add, move(6))),
      () => store.setSplit({ by: 'group', validation: 'a' }),
      () => store.setStatus([1, 2], 'rejected'),
      () => store.importImages([incoming('third', 'c', [1, 2])], 'More'),
      () =>
        store.applyEdit(edit({ kind: 'delete instance', instanceId: 1 }, { kind: 'delete instance', instanceId: 3 })),
    ];
    for (const doing of doings) {
      doing();
      states.push(everything());
    }
    expect(new Set(states).size).toBe(doings.length + 1);
    for (const state of states.slice(0, -1).reverse()) {
      store.undo();
      expect(everything()).toBe(state);
    }
    for (const state of states.slice(1)) {
      store.redo();
      expect(everything()).toBe(state);
    }
    expect(() => store.redo()).toThrow(expect.objectContaining({ code: 'not found' }));
  });

  it('survive a restart', () => {
    store.applyEdit(edit(move(5)));
    store.applyEdit(edit(move(6)));
    store.undo();
    store.close();
    store = openForTest(folder);
    expect(firstX()).toBe(5);
    store.undo();
    expect(firstX()).toBe(1);
    store.redo();
    store.redo();
    expect(firstX()).toBe(6);
  });

  it('go down to the empty project and no further', () => {
    store.undo();
    expect(store.summary().images).toBe(0);
    expect(store.history(10)).toMatchObject({ canUndo: false, canRedo: true });
    expect(() => store.undo()).toThrow(/nothing to undo/);
  });

  it('forget the undone once something new is done', () => {
    store.applyEdit(edit(move(5)));
    store.undo();
    expect(store.applyEdit(edit(move(9))).canRedo).toBe(false);
    expect(store.history(10).entries.map((entry) => entry.undone)).toEqual([false, false]);
    store.undo();
    expect(firstX()).toBe(1);
  });

  it('come back under the same ids, so that predictions are found again', () => {
    const run = store.runs.create({ recipe: {} as never, note: '', snapshot: {} as never });
    store.predictions.replace(run, [{ imageId: 1, instanceId: 1, landmarks: [[1, 2]], seen: null, errorPx: 3 }]);
    store.applyEdit(edit({ kind: 'delete instance', instanceId: 1 }));
    expect(store.predictions.of(run)).toEqual([]);
    store.undo();
    expect(store.predictions.of(run)).toMatchObject([{ instanceId: 1, errorPx: 3 }]);
  });
});

it('the history tells all of it, or what is about one image', () => {
  store.applyEdit(edit(move(5)));
  store.applyEdit({ label: 'Drew a face', changes: [add] });
  store.undo();
  expect(store.history(10).entries).toMatchObject([
    { label: 'Drew a face', imageId: 2, undone: true },
    { label: 'An edit', imageId: 1, undone: false },
    { label: 'Import', imageId: null, undone: false },
  ]);
  expect(store.history(10, 2).entries).toMatchObject([{ label: 'Drew a face' }, { label: 'Import' }]);
  expect(store.history(1).entries).toHaveLength(1);
});

it('tells whoever listens what changed, and whether the counts did', () => {
  store.close();
  const heard: [number[], boolean][] = [];
  store = openForTest(folder, { onEdit: (imageIds, countsChanged) => heard.push([imageIds, countsChanged]) });
  store.applyEdit(edit(move(5)));
  store.applyEdit(edit(add));
  store.undo();
  store.setSplit({ by: 'group', validation: 'a' });
  store.undo();
  store.setStatus([1], 'rejected');
  expect(() => store.setStatus([99], 'done')).toThrow(/no image 99/);
  expect(heard).toEqual([
    [[1], false],
    [[2], true],
    [[2], true],
    [[1, 2], true],
    [[2, 1], true],
    [[1], false],
  ]);
});
