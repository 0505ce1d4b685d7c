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
    store.listImages({ filter: { text: name }, order: 'name', offset: 0, limit: 1 }).items[0]!.id;
  return { store, idOf };
}

describe('the image before', () => {
  it('is the nearest labelled one of the same person by name, with its faces', () => {
    const { store, idOf } = project();
    const before = store.imageBeforeOfGroup(idOf('a10'));
    expect(before).toMatchObject({ name: 'a3', group: '01' });
    expect(before!.instanceList.map(({ landmarks }) => landmarks[0]!.x)).toEqual([30, 40]);
    expect(store.imageBeforeOfGroup(idOf('a3'))!.name).toBe('a1');
  });

  it('is none for a person’s first, for another person, and like it of none where there are no persons', () => {
    const { store, idOf } = project();
    expect(store.imageBeforeOfGroup(idOf('a1'))).toBeNull();
    expect(store.imageBeforeOfGroup(idOf('b1'))).toBeNull();
    expect(store.imageBeforeOfGroup(idOf('d'))!.name).toBe('c');
    expect(store.imageBeforeOfGroup(9999)).toBeNull();
  });
});

describe('labelled shapes', () => {
  it('are those of all images that are not rejected, or evenly as many as are asked for', () => {
    const { store, idOf } = project();
    expect(store.labelledShapes(100).map((shape) => shape[0]!.x)).toEqual([10, 30, 40, 50]);
    expect(store.labelledShapes(2)).toHaveLength(2);
    store.setStatus([idOf('a3')], 'rejected');
    expect(store.labelledShapes(100).map((shape) => shape[0]!.x)).toEqual([10, 50]);
  });

  it('make a model that is computed once and anew after it was forgotten', () => {
    const { store } = project();
    const cache = new ShapeModelCache();
    const model = cache.of(store);
    expect(model).toEqual(shapeModelOf(store.labelledShapes(100), smallSchema));
    expect(cache.of(store)).toBe(model);
    store.importImages([incoming('e', null, [60])], 'Imported');
    cache.forget();
    expect(cache.of(store).shapes).toBe(5);
  });
});
