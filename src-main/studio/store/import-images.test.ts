import { resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { incoming, landmarks, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { absolutePath, storedPath } from './import-images.ts';
import type { Store } from './interface.ts';

let store: Store;
beforeEach(() => {
  store = openForTest(temporaryProject());
});

const dataset = () => [incoming('01-1', '01', [1]), incoming('01-2', '01', [2, 20]), incoming('02-1', '02')];

describe('an import', () => {
  it('takes everything that is new, in one entry', () => {
    expect(store.importImages(dataset(), 'Import')).toEqual({
      imagesAdded: 3,
      instancesAdded: 3,
      imagesUnchanged: 0,
      instancesUnchanged: 0,
    });
    expect(
      store.images.withInstances({}).map(({ image, instances }) => [image.name, image.status, instances.length]),
    ).toEqual([
      ['01-1', 'done', 1],
      ['01-2', 'done', 2],
      ['02-1', 'new', 0],
    ]);
    expect(store.summary()).toMatchObject({ images: 3, labelledImages: 2, groups: 2 });
    expect(store.history(10).entries).toHaveLength(1);
  });

  it('made again adds nothing and leaves no entry', () => {
    store.importImages(dataset(), 'Import');
    expect(store.importImages(dataset(), 'Again')).toEqual({
      imagesAdded: 0,
      instancesAdded: 0,
      imagesUnchanged: 3,
      instancesUnchanged: 3,
    });
    expect(store.history(10).entries).toHaveLength(1);
  });

  it('made again after a correction does not bring the uncorrected face back', () => {
    store.importImages(dataset(), 'Import');
    store.applyEdit({
      label: 'Corrected',
      changes: [
        {
          kind: 'move landmarks',
          instanceId: 1,
          landmarks: [{ index: 0, landmark: { x: 99, y: 9, visibility: 'visible' } }],
        },
      ],
    });
    expect(store.importImages(dataset(), 'Again').instancesAdded).toBe(0);
    expect(store.images.detail(1)?.instanceList).toMatchObject([{ landmarks: [{ x: 99 }, {}, {}] }]);
  });

  it('adds new landmarks to an image that is there, which is then done', () => {
    store.importImages([incoming('a'), incoming('b')], 'Images');
    const counts = store.importImages([incoming('a', null, [5]), incoming('b')], 'Labels');
    expect(counts).toEqual({ imagesAdded: 0, instancesAdded: 1, imagesUnchanged: 1, instancesUnchanged: 0 });
    expect(store.images.one(1)?.status).toBe('done');
    store.undo();
    expect(store.images.one(1)?.status).toBe('new');
  });

  it('keeps two files of the same content under their own names', () => {
    const [one, other] = [incoming('a'), { ...incoming('b'), contentHash: incoming('a').contentHash }];
    expect(store.importImages([one, other, one], 'Import')).toMatchObject({ imagesAdded: 2, imagesUnchanged: 1 });
  });

  it('puts a new image of a person on that person’s side, and strangers on none', () => {
    store.importImages(dataset(), 'Import');
    store.setSplit({ by: 'group', validation: '2' });
    store.importImages([incoming('02-2', '02'), incoming('01-3', '01'), incoming('03-1', '03'), incoming('x')], 'More');
    const parts = Object.fromEntries(store.images.withInstances({}).map(({ image }) => [image.name, image.split]));
    expect(parts).toMatchObject({ '02-2': 'validation', '01-3': 'train', '03-1': 'none', x: 'none' });
  });

  it('is refused whole when a face does not fit the schema', () => {
    const wrong = incoming('c', null, [1]);
    wrong.instances[0]!.landmarks = landmarks(1).slice(1);
    expect(() => store.importImages([incoming('a'), wrong], 'Import')).toThrow(/c\.jpg.*2 landmarks.*3/);
    const broken = incoming('c', null, [NaN]);
    expect(() => store.importImages([incoming('a'), broken], 'Import')).toThrow(/not a place/);
    expect(store.summary().images).toBe(0);
  });
});

it('stores a path relative to the project, and finds the file again', () => {
  expect(storedPath('/data/imm.kps', '/data/imm/01.jpg')).toBe('../imm/01.jpg');
  expect(storedPath('/data/imm.kps', '/data/imm.kps/images/a.jpg')).toBe('images/a.jpg');
  expect(absolutePath('/moved/imm.kps', '../imm/01.jpg')).toBe(resolve('/moved/imm/01.jpg'));
  store.importImages([incoming('a')], 'Import');
  expect(store.images.file(store.images.one(1)!)).toBe(resolve('/pictures/a.jpg'));
});
