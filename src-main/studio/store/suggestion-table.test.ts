import { beforeEach, describe, expect, it } from 'vitest';
import { recipeSchema, type Change } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  store.importImages([incoming('labelled', 'a', [1]), incoming('one', 'b'), incoming('two', 'b')], 'Import');
  addRun();
  store.suggestions.put(1, [face(2, 100), face(3, 200)]);
  store.openSuggestions(1, [2, 3]);
});

function addRun(learned: 'all' | string[] = 'all'): number {
  const recipe = recipeSchema.parse({
    version: 1,
    name: 'tiny',
    title: 'Tiny',
    description: '',
    input: { width: 16, height: 12, channels: 'gray' },
    landmarks: learned,
    network: [{ layer: 'flatten' }, { layer: 'coordinates' }],
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate: 0.003 },
    epochs: 1,
    batch: 1,
    seed: 1,
  });
  const split = { train: 0, validation: 0, none: 0 };
  const snapshot = { hash: 'ab', schemaName: 'small', split, excluded: [], changedSincePrevious: null };
  return store.runs.create({ recipe, note: '', snapshot });
}

const points = (x: number): [number, number][] => [0, 1, 2].map((step) => [x + step, 50]);
const face = (imageId: number, x: number, instanceId: number | null = null) => ({
  imageId,
  instanceId,
  points: points(x),
});
const edit = (...changes: Change[]) => store.applyEdit({ label: 'An edit', changes });
const open = (imageId: number) => {
  const [only] = store.suggestions.of(imageId);
  if (!only) throw new Error(`nothing is suggested on image ${imageId}`);
  return only;
};
const accept = (imageId: number, more: Partial<Extract<Change, { kind: 'accept suggestion' }>> = {}) =>
  edit({ kind: 'accept suggestion', suggestionId: open(imageId).id, ...more });
const status = (imageId: number) => store.images.one(imageId)?.status;
const faces = (imageId: number) => store.images.detail(imageId)?.instanceList ?? [];
const kinds = (imageId: number) => store.landmarkOrigins(imageId)[0]?.landmarks.map((origin) => origin?.kind);

describe('a suggestion', () => {
  it('is no label: no face, no count, no part of a snapshot, but the image is predicted; undo takes it back', () => {
    expect(status(2)).toBe('predicted');
    expect(open(2)).toMatchObject({ runId: 1, instanceId: null });
    expect(open(2).landmarks[1]).toEqual({ x: 101, y: 50, visibility: 'visible' });
    expect(store.images.withInstances({}).map(({ instances }) => instances.length)).toEqual([1, 0, 0]);
    expect(store.summary().labelledImages).toBe(1);
    expect(store.work.counts({ labelled: 'no' }).total).toBe(2);
    expect(store.suggestions.left({})).toEqual({ images: 2, runs: [{ runId: 1, images: 2 }] });
    store.undo();
    expect([status(2), store.suggestions.of(2), store.suggestions.left({}).images]).toEqual(['new', [], 0]);
    store.redo();
    expect(open(2).landmarks).toHaveLength(3);
  });

  it('becomes a face of the run when it is accepted, and undo brings it back', () => {
    accept(2);
    expect(faces(2)).toMatchObject([{ origin: { kind: 'run', source: 'run 1' }, box: null }]);
    expect([status(2), kinds(2), store.suggestions.of(2)]).toEqual(['in work', ['run', 'run', 'run'], []]);
    store.undo();
    expect([status(2), faces(2), open(2).landmarks.length]).toEqual(['predicted', [], 3]);
  });

  it('is corrected as it is accepted, and each landmark knows by how much', () => {
    accept(2, { corrected: [{ index: 2, landmark: { x: 105, y: 54, visibility: 'visible' } }], done: true });
    expect(store.landmarkOrigins(2)[0]?.landmarks).toMatchObject([
      { kind: 'run', source: 'run 1', correctedPx: 0 },
      { kind: 'run', correctedPx: 0 },
      { kind: 'run', source: 'run 1', correctedPx: 5 },
    ]);
    expect(status(2)).toBe('done');
    store.undo();
    expect([status(2), faces(2)]).toEqual(['predicted', []]);
  });

  it('is accepted in part: the rest stays suggested, for the face that is there then', () => {
    accept(2, { only: [0] });
    expect(faces(2)[0]?.landmarks.map(({ visibility }) => visibility)).toEqual(['visible', 'absent', 'absent']);
    expect(open(2)).toMatchObject({ instanceId: faces(2)[0]?.id, landmarks: [null, { x: 101 }, { x: 102 }] });
    // One of the rest by hand: it is the person's, not the run's.
    const instanceId = faces(2)[0]?.id ?? 0;
    const landmark = { x: 7, y: 7, visibility: 'visible' } as const;
    edit({ kind: 'move landmarks', instanceId, landmarks: [{ index: 1, landmark }] });
    expect(open(2).landmarks).toMatchObject([null, null, { x: 102 }]);
    accept(2);
    expect(faces(2)[0]?.landmarks).toMatchObject([{ x: 100 }, { x: 7 }, { x: 102 }]);
    expect(kinds(2)).toEqual(['run', 'person', 'run']);
    expect(store.suggestions.left({}).images).toBe(1);
  });

  it('is for the face with a box alone, where there is one', () => {
    const nowhere = landmarks(0).map((landmark) => ({ ...landmark, visibility: 'absent' as const }));
    const box = { x: 1, y: 1, width: 9, height: 9 };
    edit({ kind: 'dismiss suggestion', imageId: 2 }, { kind: 'add instance', imageId: 2, box, landmarks: nowhere });
    const id = faces(2)[0]?.id ?? 0;
    store.suggestions.put(1, [face(2, 300, id)]);
    store.openSuggestions(1, [2]);
    expect(status(2)).toBe('in work');
    accept(2);
    expect(faces(2)).toMatchObject([{ id, box, landmarks: [{ x: 300 }, { x: 301 }, { x: 302 }] }]);
    expect(kinds(2)).toEqual(['run', 'run', 'run']);
  });

  it('is dismissed, and its image is new again; a face of one’s own closes it too', () => {
    edit({ kind: 'dismiss suggestion', imageId: 2 });
    expect([status(2), store.suggestions.of(2)]).toEqual(['new', []]);
    edit({ kind: 'add instance', imageId: 3, box: null, landmarks: landmarks(5) });
    expect([status(3), store.suggestions.of(3), store.suggestions.left({}).images]).toEqual(['in work', [], 0]);
    store.undo();
    store.undo();
    expect(store.suggestions.left({}).images).toBe(2);
  });

  it('is of the newest run until a person chooses', () => {
    expect(addRun(['tip'])).toBe(2);
    store.suggestions.put(2, [{ imageId: 2, instanceId: null, points: [[9, 9]] }]);
    store.openSuggestions(2, [2]);
    expect(open(2)).toMatchObject({ runId: 2, landmarks: [null, null, { x: 9 }] });
    expect(store.images.detail(2)?.suggestedBy).toEqual([2, 1]);
    edit({ kind: 'choose suggestion', imageId: 2, run: 1 });
    expect(open(2).runId).toBe(1);
    expect(() => edit({ kind: 'choose suggestion', imageId: 3, run: 2 })).toThrow('Run 2 has suggested nothing');
  });

  it('is refused in words when it is not open, and nothing changes', () => {
    const { id } = open(2);
    edit({ kind: 'dismiss suggestion', imageId: 2 });
    expect(() => edit({ kind: 'accept suggestion', suggestionId: id })).toThrow('not suggested any more');
    expect(() => accept(3, { only: [3] })).toThrow('no landmark 3');
    expect(() => accept(3, { corrected: [{ index: 9, landmark: { x: 0, y: 0, visibility: 'visible' } }] })).toThrow(
      'no landmark 9',
    );
    expect(faces(3)).toEqual([]);
  });
});

it('all of a filter are accepted or dismissed in one step', () => {
  const before = store.history(1).total;
  store.acceptSuggestions(store.suggestions.imagesLeft({ group: 'b' }));
  expect(store.history(1)).toMatchObject({
    total: before + 1,
    entries: [{ label: 'Accepted the suggestions on 2 images', images: 2 }],
  });
  expect(faces(3)[0]?.landmarks[0]).toMatchObject({ x: 200 });
  store.undo();
  expect(store.suggestions.left({}).images).toBe(2);
  store.dismissSuggestions(store.suggestions.imagesLeft({}));
  expect([status(2), status(3), store.suggestions.left({}).images]).toEqual(['new', 'new', 0]);
  store.undo();
  expect(store.suggestions.left({}).images).toBe(2);
});

it('faces that are imported afterwards close it', () => {
  store.importImages([incoming('one', 'b', [1])], 'Import again');
  expect([status(2), store.suggestions.of(2), store.suggestions.left({}).images]).toEqual(['done', [], 1]);
});
