import { beforeEach, describe, expect, it } from 'vitest';
import type { VerdictKind } from '../../contract/index.ts';
import { incoming, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
let run: number;
let other: number;

/** Two images, the first with two faces, and two runs. */
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('a', '01', [1, 50]), incoming('b', '02', [2])], 'Import');
  [run, other] = [1, 2].map(() => store.runs.create({ recipe: {} as never, note: '', snapshot: {} as never })) as [
    number,
    number,
  ];
});

const imageId = (name: string) => store.images.ids({ text: `${name}\n` })[0]!;
const faces = (name: string) => store.images.detail(imageId(name))!.instanceList;
const status = (name: string) => store.images.detail(imageId(name))!.status;
const judge = (name: string, verdict: VerdictKind | null, of = run, face = 0) =>
  store.verdicts.set(of, [{ instance: faces(name)[face]!, errorPx: 4.5 }], verdict);
const listed = (of?: number) =>
  store.verdicts.all(of).map(({ imageName, runId, verdict }) => [imageName, runId, verdict]);
const move = (name: string, index: number, dx: number) => {
  const instance = faces(name)[0]!;
  const landmark = instance.landmarks[index]!;
  store.applyEdit({
    label: 'Moved',
    changes: [
      {
        kind: 'move landmarks',
        instanceId: instance.id,
        landmarks: [{ index, landmark: { ...landmark, x: landmark.x + dx } }],
      },
    ],
  });
};

describe('verdicts', () => {
  it('are of one run and one face each, replaced by another word, and a step of the history each', () => {
    expect(judge('a', 'label wrong').entry.label).toBe('Verdict on a: label wrong');
    judge('a', 'model wrong', other);
    judge('a', 'ambiguous', run, 1);
    judge('a', 'model wrong');
    expect(listed(run).toSorted()).toEqual([
      ['a', run, 'ambiguous'],
      ['a', run, 'model wrong'],
    ]);
    expect(listed(other)).toEqual([['a', other, 'model wrong']]);
    expect(store.verdicts.all(run)[0]).toMatchObject({ errorPx: 4.5, group: '01', labelChanged: null });
    expect(judge('a', null).entry.label).toBe('Took the verdict off a');
    expect(listed(run)).toEqual([['a', run, 'ambiguous']]);
  });

  it('are undone and redone, after a restart too', () => {
    judge('a', 'label wrong');
    judge('a', 'ambiguous');
    store.close();
    store = openForTest(folder);
    store.undo();
    expect(listed()).toEqual([['a', run, 'label wrong']]);
    store.undo();
    expect(listed()).toEqual([]);
    store.redo();
    store.redo();
    expect(listed()).toEqual([['a', run, 'ambiguous']]);
  });

  it('reject the image that is bad, in the same step, and give it back', () => {
    judge('a', 'image bad');
    expect(status('a')).toBe('rejected');
    store.undo();
    expect([status('a'), listed()]).toEqual(['done', []]);
    store.redo();
    judge('a', 'ambiguous');
    expect(status('a')).toBe('done');
    judge('a', 'image bad');
    store.setStatus([imageId('a')], 'in work');
    judge('a', null);
    expect(status('a')).toBe('in work');
  });

  it('leave an image rejected that another verdict calls bad, until that goes too', () => {
    judge('a', 'image bad');
    judge('a', 'image bad', other, 1);
    judge('a', null);
    expect(status('a')).toBe('rejected');
    judge('a', 'model wrong', other, 1);
    expect(status('a')).toBe('done');
  });

  it('tell how far a label was corrected since', () => {
    judge('a', 'label wrong');
    move('a', 0, 3);
    move('a', 1, -5);
    expect(store.verdicts.all()[0]?.labelChanged).toEqual({ landmarks: 2, meanMovePx: 4 });
    store.undo();
    store.undo();
    expect(store.verdicts.all()[0]?.labelChanged).toBeNull();
  });

  it('are as they were after a change of the schema', () => {
    judge('a', 'label wrong');
    const landmarks = [...smallSchema.landmarks].reverse();
    store.setSchema({ schema: { ...smallSchema, landmarks, mirrorPairs: [] }, renamed: [] });
    expect(store.verdicts.all()[0]?.labelChanged).toBeNull();
    move('a', 0, 2);
    expect(store.verdicts.all()[0]?.labelChanged).toEqual({ landmarks: 1, meanMovePx: 2 });
  });

  it('are not told of a run that was deleted, and their steps can still be undone', () => {
    judge('a', 'label wrong');
    store.runs.delete(run);
    expect(listed()).toEqual([]);
    store.undo();
    store.redo();
    expect(listed()).toEqual([]);
  });
});

describe('images by verdict', () => {
  const found = (verdict: { kind?: VerdictKind; corrected?: boolean }) =>
    store.images.list({ filter: { verdict }, order: 'name', offset: 0, limit: 10 }).items.map(({ name }) => name);

  it('are found by the kind, and by whether the label was changed since', () => {
    judge('a', 'label wrong');
    judge('b', 'label wrong');
    judge('b', 'ambiguous', other);
    move('b', 0, 1);
    expect(found({ kind: 'label wrong' })).toEqual(['a', 'b']);
    expect(found({ kind: 'label wrong', corrected: false })).toEqual(['a']);
    expect(found({ kind: 'label wrong', corrected: true })).toEqual(['b']);
    expect(found({ kind: 'model wrong' })).toEqual([]);
    expect(found({})).toEqual(['a', 'b']);
  });

  it('are counted beside the other choices of a filter', () => {
    expect(store.work.counts({})).toMatchObject({ verdict: { 'label wrong': 0 }, labelsToCorrect: 0 });
    judge('a', 'label wrong');
    judge('b', 'label wrong');
    move('b', 0, 1);
    store.setStatus([imageId('b')], 'in work');
    expect(store.work.counts({})).toMatchObject({ total: 2, verdict: { 'label wrong': 2 }, labelsToCorrect: 1 });
    expect(store.work.counts({ status: 'in work' })).toMatchObject({
      total: 1,
      verdict: { 'label wrong': 1 },
      labelsToCorrect: 0,
    });
    expect(store.work.counts({ verdict: { kind: 'label wrong', corrected: false } })).toMatchObject({
      total: 1,
      status: { 'in work': 0, done: 1 },
      verdict: { 'label wrong': 2, ambiguous: 0 },
    });
  });
});
