import { describe, expect, it } from 'vitest';
import { shapeModelOf } from '../shapes/shape-model.ts';
import { ShapeModelCache } from '../shapes/shape-model-cache.ts';
import { incoming, openForTest, smallSchema, temporaryProject } from '../testing/temporary-project.ts';

function project() {
  const store = openForTest(temporaryProject());
  store.importImages(
    [
      incoming('a1', '01', [10]),
      incoming('a2', '01', []),
      incoming('a3', '01', [30, 40]),
      incoming('a10', '01', []),
      incoming('b1', '02', []),
      incoming('c', null, [50]),
      incoming('d', null, []),
    ],
    'Imported',
  );
  const idOf = (name: string) =>
    store.images.list({ filter: { text: name }, order: 'name', offset: 0, limit: 1 }).items[0]!.id;
  return { store, idOf };
}

describe('the image before', () => {
  it('is the nearest labelled one of the same person by name, with its faces', () => {
    const { store, idOf } = project();
    const before = store.images.beforeOfGroup(idOf('a10'));
    expect(before).toMatchObject({ name: 'a3', group: '01' });
    expect(before!.instanceList.map(({ landmarks }) => landmarks[0]!.x)).toEqual([30, 40]);
    expect(store.images.beforeOfGroup(idOf('a3'))!.name).toBe('a1');
  });

  it('is none for a person’s first, for another person, and like it of none where there are no persons', () => {
    const { store, idOf } = project();
    expect(store.images.beforeOfGroup(idOf('a1'))).toBeNull();
    expect(store.images.beforeOfGroup(idOf('b1'))).toBeNull();
    expect(store.images.beforeOfGroup(idOf('d'))!.name).toBe('c');
    expect(store.images.beforeOfGroup(9999)).toBeNull();
  });
});

describe('some shapes', () => {
  it('are those of all images that are not rejected, where there are no more than asked for', () => {
    const { store, idOf } = project();
    expect(store.someShapes(100).map((shape) => shape[0]!.x)).toEqual([10, 30, 40, 50]);
    store.setStatus([idOf('a3')], 'rejected');
    expect(store.someShapes(100).map((shape) => shape[0]!.x)).toEqual([10, 50]);
  });

  it('are of every pose where each person is photographed in the same six', () => {
    const store = openForTest(temporaryProject());
    const poses = [10, 20, 30, 40, 50, 60];
    store.importImages(
      Array.from({ length: 240 }, (_, index) => incoming(`face${index}`, `${index / 6}`, [poses[index % 6]!])),
      'Imported',
    );
    const seen = store.someShapes(40).map((shape) => shape[0]!.x);
    expect(Math.abs(seen.length - 40)).toBeLessThan(10);
    expect([...new Set(seen)].sort()).toEqual(poses);
  });

  it('make a model that is computed once and anew after it was forgotten', () => {
    const { store } = project();
    const cache = new ShapeModelCache();
    const model = cache.of(store);
    expect(model).toEqual(shapeModelOf(store.someShapes(100), smallSchema));
    expect(cache.of(store)).toBe(model);
    store.importImages([incoming('e', null, [60])], 'Imported');
    cache.forget();
    expect(cache.of(store).shapes).toBe(5);
  });
});
