import { beforeEach, describe, expect, it } from 'vitest';
import type { Change, Landmark, LandmarkSource } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
let run: number;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('labelled', 'a', [1]), incoming('bare', 'b')], 'Import');
  run = store.runs.create({ recipe: {} as never, note: '', snapshot: {} as never });
});

const apply = (label: string, change: Change) => store.applyEdit({ label, changes: [change] });
const at = (x: number, y = 10): Landmark => ({ x, y, visibility: 'visible' });
const place = (label: string, index: number, landmark: Landmark, from?: LandmarkSource) =>
  apply(label, { kind: 'move landmarks', instanceId: 1, landmarks: [{ index, landmark }], from });
/** kind, source, px and step of each landmark. */
const told = (imageId = 1, face = 0) =>
  store
    .landmarkOrigins(imageId)
    [face]?.landmarks.map(
      (origin) =>
        origin && [
          origin.kind,
          origin.source,
          origin.correctedPx && Math.round(origin.correctedPx),
          origin.step?.label,
        ],
    );
const me = () => store.history(1).entries[0]?.by ?? '';
const imported = ['import', 'labelled.asf', 0, 'Import'];

describe('who or what placed a landmark', () => {
  it('is the import, then the person who moved that landmark and no other', () => {
    expect(told()).toEqual([imported, imported, imported]);
    place('Moved left', 0, at(4));
    expect(told()).toEqual([['person', me(), 3, 'Moved left'], imported, imported]);
    store.undo();
    expect(told()).toEqual([imported, imported, imported]);
    store.redo();
    expect(told()?.[0]).toEqual(['person', me(), 3, 'Moved left']);
    expect(store.landmarkOrigins(1)[0]?.landmarks[0]?.step?.at).toMatch(/^\d{4}-/);
  });

  it('stays when only its visibility or the box changes', () => {
    place('Marked left occluded', 0, { ...at(1), visibility: 'occluded' });
    apply('Drew a box', { kind: 'set box', instanceId: 1, box: { x: 0, y: 0, width: 9, height: 9 } });
    expect(told()).toEqual([imported, imported, imported]);
  });

  it('is the run it was accepted from, and by how many px it was corrected since', () => {
    place('Moved left', 0, at(4));
    place('Reset left to run', 0, at(20), { kind: 'run', run });
    expect(told()?.[0]).toEqual(['run', `run ${run}`, 0, 'Reset left to run']);
    place('Corrected left', 0, at(23, 14));
    expect(told()?.[0]).toEqual(['run', `run ${run}`, 5, 'Corrected left']);
    place('Corrected left again', 0, at(20, 12));
    expect(told()?.[0]).toEqual(['run', `run ${run}`, 2, 'Corrected left again']);
    store.undo();
    store.undo();
    expect(told()?.[0]).toEqual(['run', `run ${run}`, 0, 'Reset left to run']);
    store.undo();
    expect(told()?.[0]).toEqual(['person', me(), 3, 'Moved left']);
  });

  it('is the import again after a reset to it', () => {
    place('Moved left', 0, at(4));
    place('Reset left', 0, at(1), { kind: 'import' });
    expect(told()?.[0]).toEqual(['import', 'labelled.asf', 0, 'Reset left']);
  });

  it('of a face that a person added is that person, of one accepted from a run the run', () => {
    apply('Drew a face', { kind: 'add instance', imageId: 2, box: null, landmarks: landmarks(5) });
    const accepted: Change = {
      kind: 'add instance',
      imageId: 2,
      box: null,
      landmarks: landmarks(7),
      from: { kind: 'run', run },
    };
    apply('Accepted a face', accepted);
    expect(told(2)?.[1]).toEqual(['person', me(), null, 'Drew a face']);
    expect(told(2, 1)?.[1]).toEqual(['run', `run ${run}`, 0, 'Accepted a face']);
    apply('Corrected', {
      kind: 'move landmarks',
      instanceId: 3,
      landmarks: [{ index: 1, landmark: at(8, 13) }],
    });
    expect(told(2, 1)).toEqual([
      ['run', `run ${run}`, 0, 'Accepted a face'],
      ['run', `run ${run}`, 3, 'Corrected'],
      ['run', `run ${run}`, 0, 'Accepted a face'],
    ]);
  });

  it('follows its landmark through a change of the schema, and back', () => {
    place('Moved left', 0, at(4));
    const before = told();
    const names = ['tip', 'left', 'chin', 'right'];
    const schema = { ...smallSchema, landmarks: names.map((name) => ({ name, group: 'all' })), mirrorPairs: [] };
    store.setSchema({ schema, renamed: [] });
    expect(told()).toEqual([imported, ['person', me(), 3, 'Moved left'], null, imported]);
    place('Placed chin', 2, at(9));
    expect(told()?.[2]).toEqual(['person', me(), null, 'Placed chin']);
    store.undo();
    store.undo();
    expect(told()).toEqual(before);
  });

  it('is known after a restart, and after a face was deleted and came back', () => {
    place('Moved left', 0, at(4));
    const before = told();
    apply('Deleted the face', { kind: 'delete instance', instanceId: 1 });
    store.undo();
    store.close();
    store = openForTest(folder);
    expect(told()).toEqual(before);
  });

  it('cannot be claimed to be a run that is not there, or an import that never was', () => {
    expect(() => place('Reset', 0, at(9), { kind: 'run', run: 99 })).toThrow(/no run 99/);
    apply('Drew a face', { kind: 'add instance', imageId: 2, box: null, landmarks: landmarks(5) });
    const claim: Change = {
      kind: 'move landmarks',
      instanceId: 2,
      landmarks: [{ index: 0, landmark: at(9) }],
      from: { kind: 'import' },
    };
    expect(() => apply('Reset', claim)).toThrow(/Instance 2 was not imported/);
  });
});
