import Database from 'better-sqlite3';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageFilter, ImageOrder, ImageQuery } from '../../contract/index.ts';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { ImageLists } from './image-lists.ts';
import type { Store } from './interface.ts';
import { Sql } from './sql.ts';

let folder: string;
let store: Store;
let run: number;

/** Twelve images of three groups; every other one has a prediction, whose error falls with the number. */
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  const images = Array.from({ length: 12 }, (_, index) =>
    incoming(`Face ${index + 1}`, ['01', '02', 'anna'][index % 3], index % 4 === 0 ? [index] : []),
  );
  store.importImages(images.reverse(), 'Import');
  store.setSplit({ by: 'group', validation: 'anna' });
  run = store.runs.create({ recipe: {} as never, note: '', snapshot: {} as never });
  const even = store.images.withInstances({}).filter(({ image }) => Number(image.name.slice(5)) % 2 === 0);
  store.predictions.replace(
    run,
    even.map(({ image }) => ({
      imageId: image.id,
      instanceId: image.id,
      landmarks: [[0, 0]],
      seen: null,
      errorPx: 100 - Number(image.name.slice(5)),
    })),
  );
});

const numbers = (filter: ImageFilter, order: ImageOrder = 'name', offset = 0, limit = 100) =>
  store.images.list({ filter, order, run, offset, limit }).items.map((item) => Number(item.name.slice(5)));

describe('the image list', () => {
  it('comes in natural order, whatever the order of import', () => {
    expect(numbers({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(numbers({}, 'name', 9, 2)).toEqual([10, 11]);
    expect(store.images.list({ filter: {}, order: 'name', offset: 9, limit: 2 }).total).toBe(12);
  });

  it('is filtered by part, status, group and text, and by all together', () => {
    expect(numbers({ split: 'validation' })).toEqual([3, 6, 9, 12]);
    expect(numbers({ status: 'done' })).toEqual([1, 5, 9]);
    expect(numbers({ group: '02' })).toEqual([2, 5, 8, 11]);
    expect(numbers({ text: 'ANNA' })).toEqual([3, 6, 9, 12]);
    expect(numbers({ text: 'face 1' })).toEqual([1, 10, 11, 12]);
    expect(numbers({ text: '%' })).toEqual([]);
    expect(numbers({ split: 'validation', status: 'done', group: 'anna', text: '9' })).toEqual([9]);
  });

  it('shows worst or best first, those without a prediction last by name', () => {
    expect(numbers({}, 'worst')).toEqual([2, 4, 6, 8, 10, 12, 1, 3, 5, 7, 9, 11]);
    expect(numbers({}, 'best')).toEqual([12, 10, 8, 6, 4, 2, 1, 3, 5, 7, 9, 11]);
    expect(numbers({ split: 'validation' }, 'worst')).toEqual([6, 12, 3, 9]);
    expect(() => store.images.list({ filter: {}, order: 'worst', offset: 0, limit: 5 })).toThrow(/which run/);
  });

  it.each(['name', 'worst', 'best'] as const)(
    'by %s gives the same images page by page, each at its position',
    (order) => {
      for (const filter of [{}, { split: 'train' as const }, { text: '1' }]) {
        const whole = store.images.list({ filter, order, run, offset: 0, limit: 100 }).items.map((item) => item.id);
        const pages = Array.from({ length: 7 }, (_, page) =>
          store.images.list({ filter, order, run, offset: page * 2, limit: 2 }).items.map((item) => item.id),
        );
        expect(pages.flat()).toEqual(whole);
        expect(whole.map((id) => store.images.position({ filter, order, run }, id))).toEqual(
          whole.map((_, place) => place),
        );
      }
    },
  );

  it('says what a row shows', () => {
    const [item] = store.images.list({ filter: { text: 'face 8' }, order: 'name', run, offset: 0, limit: 1 }).items;
    expect(item).toMatchObject({
      width: 640,
      height: 480,
      group: '02',
      split: 'train',
      status: 'new',
      instances: 0,
      errorPx: 92,
      version: store.images.one(item!.id)!.contentHash.slice(0, 8),
    });
    expect(store.images.list({ filter: {}, order: 'name', offset: 0, limit: 1 }).items[0]?.errorPx).toBeNull();
  });

  it('has no position for what the filter leaves out', () => {
    const [validating] = store.images.ids({ split: 'validation' });
    expect(store.images.position({ filter: { split: 'train' }, order: 'name' }, validating!)).toBeNull();
    expect(store.images.position({ filter: {}, order: 'name' }, 999)).toBeNull();
  });

  it.each(['name', 'worst', 'best'] as const)('by %s knows the place that an image left out would have', (order) => {
    const all = store.images.listIds({ filter: {}, order, run, offset: 0, limit: 100 });
    const filter = { split: 'train' as const };
    const left = new Set(store.images.ids(filter));
    expect(all.map((id) => store.images.position({ filter, order, run }, id, true))).toEqual(
      all.map((_, place) => all.slice(0, place).filter((id) => left.has(id)).length),
    );
  });

  it('is about predictions of today’s run alone', () => {
    store.predictions.replace(run, []);
    expect(numbers({}, 'worst')).toEqual(numbers({}));
    store.runs.delete(run);
    expect(numbers({}, 'worst')).toEqual(numbers({}));
  });
});

describe('a page of 100,000 images', () => {
  /** The plans of all statements that listing and finding a position runs. */
  function plans(query: ImageQuery): string[] {
    const ran: string[] = [];
    const database = new Database(join(folder, 'project.sqlite'), {
      readonly: true,
      verbose: (text) => ran.push(String(text)),
    });
    const lists = new ImageLists(new Sql(database));
    lists.page({ ...query, offset: 3, limit: 50 });
    lists.position(query, 1, false);
    const texts = [...new Set(ran)];
    const found = texts.map((text) => {
      const rows = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[];
      return rows.map((row) => row.detail).join('\n');
    });
    database.close();
    return found;
  }

  const queries: [string, ImageFilter, string][] = [
    ['all', {}, 'images_in_order'],
    ['a part', { split: 'train' }, 'images_in_order'],
    ['a status', { status: 'done' }, 'images_in_order'],
    ['a group', { group: '02' }, 'images_by_group'],
    ['a text', { text: 'face' }, 'images_in_order'],
    ['a flag and a note', { flags: [2], hasNote: true }, 'images_in_order'],
    [
      'all together',
      {
        split: 'train',
        status: 'done',
        text: 'face',
        group: '02',
        flags: [0, 1],
        hasNote: false,
        faces: { least: 1, most: 2 },
        labelled: 'wholly',
        occluded: false,
      },
      'images_by_group',
    ],
  ];
  it.each(queries)('of %s is read from an index in order, never sorted', (_, filter, index) => {
    const found = plans({ filter, order: 'name' }).join('\n');
    expect(found).toContain(index);
    expect(found).not.toContain('TEMP B-TREE');
    // Nothing is looked up in the table either, but for the page's few rows: it is many times as large as its index.
    const read = found.split('\n').filter((line) => /^(SCAN|SEARCH) images /.test(line) && !line.includes('rowid=?'));
    expect(read.filter((line) => !line.includes('USING COVERING INDEX'))).toEqual([]);
  });

  it.each(['worst', 'best'] as const)('by %s error walks the index of errors', (order) => {
    const found = plans({ filter: { split: 'train' }, order, run }).join('\n');
    expect(found).toContain('SEARCH image_errors USING COVERING INDEX image_errors_in_order (run_id=?)');
    expect(found).not.toContain('TEMP B-TREE');
    expect(found).not.toMatch(/SCAN images(?! USING)/);
  });
});
