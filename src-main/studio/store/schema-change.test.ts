import Database from 'better-sqlite3';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LandmarkSchema } from '../../contract/index.ts';
import { incoming, landmarks, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';
import type { Store } from './interface.ts';

let folder: string;
let store: Store;
let told: { imageIds: number[]; counts: boolean; schema: boolean }[];
beforeEach(() => {
  folder = temporaryProject();
  told = [];
  store = openForTest(folder, {
    onEdit: (imageIds, counts, schema) => told.push({ imageIds, counts, schema }),
  });
  store.importImages([incoming('one', 'a', [1, 20]), incoming('two', 'b', [40]), incoming('bare')], 'Import');
  store.applyEdit({
    label: 'Hide the tip',
    changes: [
      {
        kind: 'move landmarks',
        instanceId: 3,
        landmarks: [{ index: 2, landmark: { x: 1 / 3, y: -0.1, visibility: 'absent' } }],
      },
    ],
  });
});

const schemaOf = (...names: string[]): LandmarkSchema => ({
  ...smallSchema,
  name: 'other',
  landmarks: names.map((name) => ({ name, group: 'all' })),
  mirrorPairs: [],
});
const bytes = () => {
  const database = new Database(join(folder, 'project.sqlite'), { readonly: true });
  const rows = database.prepare('SELECT id, box, hex(landmarks) AS landmarks FROM instances ORDER BY id').all();
  database.close();
  return rows;
};
const xs = (instanceId: number) =>
  store.instance(instanceId)?.landmarks.map(({ x, visibility }) => (visibility === 'absent' ? null : x));

describe('a change of the schema', () => {
  it('carries labels by name into the new order, and new landmarks are absent', () => {
    store.setSchema({ schema: schemaOf('tip', 'chin', 'left', 'right'), renamed: [] });
    expect(xs(1)).toEqual([3, null, 1, 2]);
    expect(xs(3)).toEqual([null, null, 40, 41]);
    expect(store.summary()).toMatchObject({ schemaName: 'other', landmarkCount: 4 });
    store.applyEdit({
      label: 'Add',
      changes: [
        { kind: 'add instance', imageId: 3, box: null, landmarks: [...landmarks(1), ...landmarks(9).slice(0, 1)] },
      ],
    });
    expect(store.images.detail(3)?.instances).toBe(1);
  });

  it('carries them where a person says, also when two exchange their names, and gives up what is said to go', () => {
    const renamed = [
      { from: 'left', to: 'right' },
      { from: 'right', to: 'left' },
      { from: 'tip', to: null },
    ];
    store.setSchema({ schema: schemaOf('left', 'right', 'tip'), renamed });
    expect(xs(1)).toEqual([2, 1, null]);
  });

  it('is undone bit for bit and redone, also after the project was closed', () => {
    const before = bytes();
    const schema = store.schema();
    store.setSchema({ schema: schemaOf('right', 'nose'), renamed: [{ from: 'tip', to: 'nose' }] });
    const after = bytes();
    expect(after).not.toEqual(before);
    store.close();
    store = openForTest(folder);
    expect(store.schema().landmarks).toHaveLength(2);
    store.undo();
    expect(bytes()).toEqual(before);
    expect(store.schema()).toEqual(schema);
    expect(store.schemaHistory()).toEqual({ state: null, earlier: [] });
    store.redo();
    expect(bytes()).toEqual(after);
    expect(store.schema().name).toBe('other');
  });

  it('leaves earlier edits to be undone after it was', () => {
    const moved = xs(3);
    store.setSchema({ schema: schemaOf('right'), renamed: [] });
    store.undo();
    expect(xs(3)).toEqual(moved);
    store.undo();
    expect(xs(3)).toEqual([40, 41, 42]);
  });

  it('of colours, contours and groups alone touches no face', () => {
    const before = bytes();
    const groups = [{ name: 'all', colour: '#123456' }];
    const result = store.setSchema({ schema: { ...smallSchema, groups }, renamed: [] });
    expect(result.imageIds).toEqual([]);
    expect(bytes()).toEqual(before);
    expect(store.schema().groups).toEqual(groups);
    expect(store.schemaHistory().state).toBeNull();
    store.undo();
    expect(store.schema().groups).toEqual(smallSchema.groups);
  });

  it('tells windows that the schema is another, and of nothing when only a landmark moved', () => {
    told.length = 0;
    store.setSchema({ schema: schemaOf('right'), renamed: [] });
    store.undo();
    expect(told).toEqual([
      { imageIds: [1, 2], counts: true, schema: true },
      { imageIds: [2, 1], counts: true, schema: true },
    ]);
    store.undo();
    expect(told.at(-1)).toMatchObject({ schema: false });
  });

  it.each([
    [[{ from: 'ear', to: 'left' }], /no landmark ear/],
    [[{ from: 'left', to: 'ear' }], /no landmark ear for the labels of left/],
    [
      [
        { from: 'left', to: 'tip' },
        { from: 'right', to: 'tip' },
      ],
      /Two landmarks are said to become tip/,
    ],
    [
      [
        { from: 'left', to: 'tip' },
        { from: 'left', to: 'right' },
      ],
      /left is said to become two/,
    ],
  ])('with %j is refused and changes nothing', (renamed, message) => {
    const before = bytes();
    const change = { schema: schemaOf('left', 'right', 'tip'), renamed };
    expect(() => store.previewSchema(change)).toThrow(message);
    expect(() => store.setSchema(change)).toThrow(message);
    expect(bytes()).toEqual(before);
    expect(store.schema()).toEqual(smallSchema);
  });
});

it('a preview counts labels, not absent ones, and changes nothing', () => {
  const before = bytes();
  const preview = store.previewSchema({ schema: schemaOf('right', 'chin'), renamed: [{ from: 'left', to: null }] });
  expect(preview).toEqual({
    landmarks: [
      { from: 'left', to: null, labels: 3, images: 2 },
      { from: 'right', to: 'right', labels: 3, images: 2 },
      { from: 'tip', to: null, labels: 2, images: 1 },
    ],
    added: ['chin'],
    faces: 3,
    lostLabels: 5,
    lostImages: 2,
  });
  expect(bytes()).toEqual(before);
});
