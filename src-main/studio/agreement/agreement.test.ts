import { beforeEach, describe, expect, it } from 'vitest';
import type { Change, Landmark, LandmarkSchema } from '../../contract/index.ts';
import type { OpenProject } from '../context.ts';
import { ShapeModelCache } from '../shapes/shape-model-cache.ts';
import type { Store } from '../store/interface.ts';
import { incoming, landmarks, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import { agreementResult } from './agreement-result.ts';
import { sampleable, startAgreement } from './start-agreement.ts';

/** The eyes of the small face are 1 px apart. */
const schema: LandmarkSchema = { ...smallSchema, outerEyeCorners: [0, 1] };

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryProject(schema);
  store = openForTest(folder);
  const images = Array.from({ length: 12 }, (_, place) => incoming(`face ${place + 1}`, 'a', [10 * place]));
  store.importImages([...images, incoming('bare')], 'Import');
});

const start = (images: number, seed = 1) => startAgreement(store, { images, seed, filter: {} });
const sample = (agreement: number) => [...store.agreements.images(agreement).keys()];
const result = (agreement: number) =>
  agreementResult({ store, shapes: new ShapeModelCache() } as unknown as OpenProject, agreement);
const add = (imageId: number, at: Landmark[]): Change => ({ kind: 'add instance', imageId, box: null, landmarks: at });
const label = (agreement: number, ...changes: Change[]) => store.applyEdit({ label: 'Labelled', changes, agreement });
const shifted = (imageId: number, dx: number, dy: number): Landmark[] =>
  store.images.detail(imageId)!.instanceList[0]!.landmarks.map((each) => ({ ...each, x: each.x + dx, y: each.y + dy }));
const truth = () => JSON.stringify(store.images.withInstances({}));

describe('a sample', () => {
  it('is drawn by the seed from the labelled images, and no others', () => {
    expect(sampleable(store, {})).toHaveLength(12);
    const [one, again, other] = [start(4), 0, 0].map((_, round) => {
      if (round > 0) store.agreements.setUnderWay(null);
      return sample((round === 0 ? { id: 1 } : start(4, round === 1 ? 1 : 2)).id);
    });
    expect(one).toHaveLength(4);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect([...one!, ...other!]).not.toContain(13);
  });

  it('is refused when it is larger than there are images, and while another is under way', () => {
    expect(() => start(13)).toThrow(/only 12 labelled images/);
    expect(() => startAgreement(store, { images: 1, seed: 1, filter: { text: 'bare' } })).toThrow(/no labelled image/);
    start(2);
    expect(() => start(2)).toThrow(/Agreement 1 is under way/);
  });

  it('leaves its own labels out of the shape model', () => {
    const { id } = start(12);
    expect(store.someShapes(100)).toHaveLength(12);
    expect(store.someShapes(100, id)).toHaveLength(0);
  });
});

describe('the second labelling', () => {
  it('begins empty, is kept apart from the ground truth, and survives a restart', () => {
    const before = truth();
    const { id } = start(3);
    const [imageId = 0] = sample(id);
    expect(store.images.detail(imageId, id)).toMatchObject({ status: 'new', instances: 0, agreement: id });
    label(id, add(imageId, landmarks(500)));
    store.setStatus([imageId], 'done', id);
    expect(truth()).toBe(before);
    store.close();
    store = openForTest(folder);
    expect(store.summary().agreement).toBe(id);
    const detail = store.images.detail(imageId, id)!;
    expect(detail).toMatchObject({ status: 'done', instances: 1 });
    expect(detail.instanceList[0]!.landmarks).toEqual(landmarks(500));
    expect(
      store.images.list({ filter: { status: 'done' }, order: 'name', agreement: id, offset: 0, limit: 9 }),
    ).toMatchObject({
      total: 1,
      items: [{ id: imageId, status: 'done', instances: 1 }],
    });
    expect(store.images.position({ filter: {}, order: 'name', agreement: id }, sample(id)[2]!)).toBe(2);
  });

  it('takes edits of its own faces and images alone', () => {
    const { id } = start(3);
    const [inside = 0] = sample(id);
    const outside = Array.from({ length: 12 }, (_, place) => place + 1).find((each) => !sample(id).includes(each))!;
    expect(() => label(id, add(outside, landmarks(1)))).toThrow(/not in the sample/);
    const first = store.images.detail(inside)!.instanceList[0]!.id;
    expect(() => label(id, { kind: 'delete instance', instanceId: first })).toThrow(/no instance/);
    label(id, add(inside, landmarks(1)));
    const second = store.images.detail(inside, id)!.instanceList[0]!.id;
    expect(() => store.applyEdit({ label: 'x', changes: [{ kind: 'delete instance', instanceId: second }] })).toThrow(
      /no instance/,
    );
    expect(() => store.importedFace(second)).toThrow(/no instance/);
  });

  it('is undone step by step, as far as it goes and no further', () => {
    store.setStatus([1], 'rejected');
    const { id } = start(2);
    const [imageId = 0] = sample(id);
    expect(store.history(10, imageId, id)).toMatchObject({ entries: [], canUndo: false });
    label(id, add(imageId, landmarks(1)));
    expect(store.history(10, imageId, id).entries).toMatchObject([{ label: 'Labelled', agreement: id }]);
    expect(store.history(10, imageId).entries.map((entry) => entry.label)).toEqual(['Import']);
    expect(store.undo(id)).toMatchObject({ canUndo: false, canRedo: true });
    expect(store.images.detail(imageId, id)).toMatchObject({ status: 'new', instances: 0 });
    expect(() => store.undo(id)).toThrow('nothing to undo in this second labelling');
    store.redo(id);
    expect(store.images.detail(imageId, id)).toMatchObject({ status: 'in work', instances: 1 });
    store.undo();
    store.undo();
    expect(store.agreements.all()).toEqual([]);
    expect(store.summary().agreement).toBeNull();
  });

  it('follows a change of the schema', () => {
    const { id } = start(1);
    const [imageId = 0] = sample(id);
    label(id, add(imageId, shifted(imageId, 0.3, 0.4)));
    store.setStatus([imageId], 'done', id);
    const [left, right, tip] = schema.landmarks as [never, never, never];
    store.setSchema({
      schema: { ...schema, landmarks: [tip, left, right], mirrorPairs: [], outerEyeCorners: null },
      renamed: [],
    });
    store.agreements.finish(id);
    const { measures, landmarksCompared } = result(id);
    expect(landmarksCompared).toBe(3);
    expect(measures!.meanErrorPx).toBeCloseTo(0.5, 12);
  });
});

describe('the result', () => {
  it('is what was moved, by landmark and by face', () => {
    const { id } = start(3);
    const [one = 0, two = 0, three = 0] = sample(id);
    // All of one face by half a px, of the other the tip alone by 1 px, of the third nothing.
    const tipMoved = shifted(two, 0, 0).map((each, index) => (index === 2 ? { ...each, x: each.x + 1 } : each));
    label(id, add(one, shifted(one, 0.3, 0.4)), add(two, tipMoved), add(three, shifted(three, 0, 0)));
    store.setStatus([one, two, three], 'done', id);
    store.agreements.finish(id);
    // What is corrected later does not change what was found.
    store.applyEdit({
      label: 'Gone',
      changes: [{ kind: 'delete instance', instanceId: store.images.detail(one)!.instanceList[0]!.id }],
    });
    const found = result(id);
    expect(found).toMatchObject({
      images: 3,
      faces: 3,
      landmarksCompared: 9,
      excluded: [],
      agreement: { state: 'finished', done: 3 },
    });
    expect(found.measures!.meanErrorPx).toBeCloseTo(2.5 / 9, 12);
    // Face means 1/2, 1/3, 0 px over eyes 1 px apart.
    expect(found.measures!.nmeInterOcular).toBeCloseTo(2.5 / 9, 12);
    expect(found.spread.meanErrorPx).toBeCloseTo(Math.sqrt((2 ** 2 + 0.5 ** 2 + 2.5 ** 2) / 2) / 9, 12);
    expect(found.measures!.mse).toBeCloseTo((3 * ((0.3 / 640) ** 2 + (0.4 / 480) ** 2) + (1 / 640) ** 2) / 18, 15);
    const [left, , tip] = found.landmarks;
    expect(left).toMatchObject({ name: 'left', faces: 3, medianPx: 0 });
    expect(left!.nme).toBeCloseTo(0.5 / 3, 12);
    expect(left!.meanPx).toBeCloseTo(0.5 / 3, 12);
    expect(tip!.meanPx).toBeCloseTo(0.5, 12);
    expect(tip!.deviationPx).toBeCloseTo(0.5, 12);
    expect(found.worst.map(({ imageId, worst }) => [imageId, worst.name])).toEqual([
      [one, 'left'],
      [two, 'tip'],
      [three, 'left'],
    ]);
    // The mean face is of size 1: three landmarks 1 px apart have the size √2.
    expect(tip!.onMeanFace!.distance).toBeCloseTo(0.5 / Math.SQRT2, 6);
  });

  it('counts what it leaves out', () => {
    const { id } = start(4);
    const [one = 0, two = 0, three = 0, four = 0] = sample(id);
    const withoutTip = shifted(one, 0, 0).map((each, index) =>
      index === 2 ? { ...each, visibility: 'absent' as const } : each,
    );
    label(id, add(one, withoutTip), add(two, shifted(two, 90, 0)), add(three, shifted(three, 0, 0)));
    store.setStatus([one, two], 'done', id);
    store.setStatus([four], 'rejected', id);
    store.agreements.setUnderWay(null);
    expect(result(id)).toMatchObject({
      faces: 1,
      landmarksCompared: 2,
      spread: { meanErrorPx: null },
      excluded: [
        { reason: 'faces that only the first labelling has', count: 1 },
        { reason: 'faces that only the second labelling has', count: 1 },
        { reason: 'images not done', count: 1 },
        { reason: 'images rejected in the second labelling', count: 1 },
        { reason: 'landmarks that only one of the two labellings has', count: 1 },
      ],
    });
  });

  it('is not told while the labelling is under way, and not changed once it is finished', () => {
    const { id } = start(1);
    const [imageId = 0] = sample(id);
    expect(() => result(id)).toThrow(/under way/);
    store.agreements.finish(id);
    expect(result(id)).toMatchObject({ faces: 0, measures: null });
    expect(() => label(id, add(imageId, landmarks(1)))).toThrow(/finished/);
    expect(() => store.agreements.setUnderWay(id)).toThrow(/finished/);
    store.undo();
    store.agreements.setUnderWay(id);
    expect(store.summary().agreement).toBe(id);
    store.agreements.delete(id);
    expect(store.agreements.all()).toEqual([]);
    store.undo();
    expect(store.agreements.all()).toMatchObject([{ id, images: 1 }]);
  });
});
