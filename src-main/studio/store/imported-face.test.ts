import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('labelled', 'a', [1]), incoming('bare', 'b')], 'Import');
});

const apply = (change: Change) => store.applyEdit({ label: 'An edit', changes: [change] });
const move = (x: number) =>
  apply({
    kind: 'move landmarks',
    instanceId: 1,
    landmarks: [{ index: 0, landmark: { x, y: 5, visibility: 'occluded' } }],
  });
const setBox = (width: number) => apply({ kind: 'set box', instanceId: 1, box: { x: 0, y: 0, width, height: 9 } });
const asImported = { landmarks: landmarks(1), box: null, source: 'labelled.asf' };

describe('a face as it was imported', () => {
  it('is known before and after edits, undo and redo, also of its box', () => {
    expect(store.importedFace(1)).toEqual(asImported);
    setBox(40);
    move(42);
    move(43);
    setBox(50);
    expect(store.importedFace(1)).toEqual(asImported);
    for (const step of ['undo', 'undo', 'undo', 'redo'] as const) {
      store[step]();
      expect(store.importedFace(1)).toEqual(asImported);
    }
    move(44);
    expect(store.importedFace(1)).toEqual(asImported);
  });

  it('is known after a delete that was undone, and when the project is opened again', () => {
    move(42);
    apply({ kind: 'delete instance', instanceId: 1 });
    expect(() => store.importedFace(1)).toThrow(/no instance 1/);
    store.undo();
    store.close();
    store = openForTest(folder);
    expect(store.importedFace(1)).toEqual(asImported);
  });

  it('follows its landmarks through changes of the schema, renamed and exchanged, and lacks those that are new', () => {
    move(42);
    const schemaOf = (...names: string[]) => ({
      ...smallSchema,
      landmarks: names.map((name) => ({ name, group: 'all' })),
      mirrorPairs: [],
    });
    store.setSchema({ schema: schemaOf('tip', 'left', 'chin', 'right'), renamed: [] });
    const [left, right, tip] = landmarks(1);
    expect(store.importedFace(1)).toEqual({ ...asImported, landmarks: [tip, left, null, right] });
    store.setSchema({
      schema: schemaOf('point', 'right', 'left'),
      renamed: [
        { from: 'tip', to: 'point' },
        { from: 'left', to: 'right' },
        { from: 'right', to: 'left' },
      ],
    });
    expect(store.importedFace(1)).toEqual({ ...asImported, landmarks: [tip, left, right] });
    store.importImages([incoming('later', 'a', [5])], 'Import');
    expect(store.importedFace(2).landmarks).toEqual(landmarks(5));
    store.undo();
    store.undo();
    store.undo();
    expect(store.importedFace(1)).toEqual(asImported);
  });

  it('is not made up for one that a person placed', () => {
    apply({ kind: 'add instance', imageId: 2, box: null, landmarks: landmarks(7) });
    expect(() => store.importedFace(2)).toThrow(/was not imported: a person placed it/);
  });
});
