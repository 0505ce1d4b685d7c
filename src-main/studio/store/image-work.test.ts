import Database from 'better-sqlite3';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ImageFilter, NextRule, Visibility } from '../../contract/index.ts';
import { incoming, openForTest, temporaryProject } from '../testing/temporary-project.ts';
import { ImageWork } from './image-work.ts';
import type { Store } from './interface.ts';
import { Sql } from './sql.ts';

let folder: string;
let store: Store;

/** Twelve images: 1, 5, 9 with a face, 6 with two, of which one is occluded; three groups, of which anna validates. */
beforeEach(() => {
  folder = temporaryProject();
  store = openForTest(folder);
  const images = Array.from({ length: 12 }, (_, index) =>
    incoming(
      `Face ${index + 1}`,
      ['01', '02', 'anna'][index % 3],
      index % 4 === 0 ? [index] : index === 5 ? [1, 2] : [],
    ),
  );
  store.importImages(images, 'Import');
  store.setSplit({ by: 'group', validation: 'anna' });
  store.setStatus([idOf(6)], 'in work');
  show(6, 'occluded');
});

const idOf = (number: number) => store.images.ids({ text: `face ${number}\n` })[0]!;
const numbers = (filter: ImageFilter) =>
  store.images.list({ filter, order: 'name', offset: 0, limit: 100 }).items.map((item) => Number(item.name.slice(5)));

/** Gives the first landmark of the image's first face a visibility. */
function show(number: number, visibility: Visibility, landmarks = [0]): void {
  const instance = store.images.detail(idOf(number))!.instanceList[0]!;
  store.applyEdit({
    label: 'Showed',
    changes: [
      {
        kind: 'move landmarks',
        instanceId: instance.id,
        landmarks: landmarks.map((index) => ({ index, landmark: { ...instance.landmarks[index]!, visibility } })),
      },
    ],
  });
}

describe('what filters ask of labels', () => {
  it('follows edits, undo and redo', () => {
    expect(numbers({ faces: { least: 1 } })).toEqual([1, 5, 6, 9]);
    expect(numbers({ faces: { least: 2 } })).toEqual([6]);
    expect(numbers({ faces: { least: 0, most: 0 } })).toEqual([2, 3, 4, 7, 8, 10, 11, 12]);
    expect(numbers({ occluded: true })).toEqual([6]);
    store.undo();
    expect(numbers({ occluded: true })).toEqual([]);
    store.redo();
    expect(numbers({ occluded: true })).toEqual([6]);

    show(5, 'absent');
    expect(numbers({ labelled: 'partly' })).toEqual([5]);
    show(5, 'absent', [0, 1, 2]);
    expect(numbers({ labelled: 'no', faces: { least: 1 } })).toEqual([5]);
    store.undo();
    store.undo();
    expect(numbers({ labelled: 'wholly' })).toEqual([1, 5, 6, 9]);
  });

  it('follows an import that is undone and redone', () => {
    store.importImages([incoming('Face 20', null, [1, 2, 3])], 'More');
    store.undo();
    expect(numbers({ faces: { least: 3 } })).toEqual([]);
    store.redo();
    expect(numbers({ faces: { least: 3 }, labelled: 'wholly' })).toEqual([20]);
  });
});

describe('marks', () => {
  it('flags many images in one step that undo takes back', () => {
    const ids = [1, 2, 3].map(idOf);
    const { entry } = store.setFlag(ids, 2, true);
    expect(entry.label).toBe('Flagged 3 images “Good example”');
    store.setFlag([ids[0]!], 7, true);
    expect(numbers({ flags: [2] })).toEqual([1, 2, 3]);
    expect(numbers({ flags: [2, 7] })).toEqual([1]);
    expect(store.images.detail(ids[0]!)!.flags).toEqual([2, 7]);
    expect(store.setFlag(ids, 2, false).entry.label).toBe('Took “Good example” off 3 images');
    expect(numbers({ flags: [7] })).toEqual([1]);
    for (const left of [[1, 2, 3], [1, 2, 3], []]) {
      store.undo();
      expect(numbers({ flags: [2] })).toEqual(left);
    }
  });

  it('keeps a note, finds it by text, and undoes it', () => {
    expect(store.setNote(idOf(4), 'Blurred,\nask Änna').entry.label).toBe('Note: Blurred, ask Änna');
    expect(store.images.detail(idOf(4))?.note).toBe('Blurred,\nask Änna');
    expect(numbers({ text: 'ASK ÄN' })).toEqual([4]);
    expect(numbers({ hasNote: true })).toEqual([4]);
    expect(store.setNote(idOf(4), '').entry.label).toBe('Took the note away');
    expect(numbers({ hasNote: true })).toEqual([]);
    store.undo();
    store.undo();
    expect(numbers({ text: 'ask' })).toEqual([]);
    store.redo();
    expect(numbers({ text: 'ask' })).toEqual([4]);
    expect(() => store.setNote(999, 'x')).toThrow(/no image 999/);
  });

  it('names the flags for the project, undoably, and tells it', () => {
    const names = ['Blurred', '', '', '', '', '', '', 'Twin'];
    store.setFlagNames(names);
    expect(store.summary().flagNames).toEqual(names);
    store.undo();
    expect(store.summary().flagNames[0]).toBe('Look again');
  });
});

describe('counts', () => {
  const filters: ImageFilter[] = [
    {},
    { split: 'train' },
    { status: 'done', text: '1' },
    { faces: { least: 1 }, hasNote: false, flags: [1] },
    { group: 'anna', labelled: 'no' },
    { occluded: true, status: 'in work' },
  ];

  it.each(filters)('of %j are what each choice would list', (filter) => {
    store.setFlag([2, 3, 6, 9].map(idOf), 1, true);
    store.setFlag([6].map(idOf), 0, true);
    store.setNote(idOf(6), 'twins');
    show(9, 'absent');
    const counts = store.work.counts(filter);
    const count = (other: ImageFilter) => store.images.ids({ ...filter, ...other }).length;
    expect(counts.total).toBe(count({}));
    for (const split of ['train', 'validation', 'none'] as const) expect(counts.split[split]).toBe(count({ split }));
    for (const status of ['new', 'in work', 'done', 'rejected'] as const)
      expect(counts.status[status]).toBe(count({ status }));
    for (const labelled of ['no', 'partly', 'wholly'] as const)
      expect(counts.labelled[labelled]).toBe(count({ labelled }));
    expect(counts.flags).toEqual(
      counts.flags.map((_, flag) => count({ flags: [...new Set([...(filter.flags ?? []), flag])] })),
    );
    expect(counts.hasNote).toEqual({ yes: count({ hasNote: true }), no: count({ hasNote: false }) });
    expect(counts.occluded).toEqual({ yes: count({ occluded: true }), no: count({ occluded: false }) });
    expect(counts.faces).toEqual({
      none: count({ faces: { least: 0, most: 0 } }),
      one: count({ faces: { least: 1, most: 1 } }),
      several: count({ faces: { least: 2 } }),
    });
  });

  it('of all and of a text are read from one index, never sorted', () => {
    const ran: string[] = [];
    const database = new Database(join(folder, 'project.sqlite'), {
      readonly: true,
      verbose: (text) => ran.push(String(text)),
    });
    const work = new ImageWork(new Sql(database));
    work.counts({});
    work.counts({ text: 'face', status: 'done' });
    work.progress();
    work.next({ rule: { by: 'unlabelled' }, filter: { split: 'train' }, after: 1 });
    work.next({ rule: { by: 'random' }, filter: {} });
    const plans = [...new Set(ran)].flatMap((text) => database.prepare(`EXPLAIN QUERY PLAN ${text}`).all());
    database.close();
    const found = (plans as { detail: string }[]).map(({ detail }) => detail);
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((line) => line.includes('TEMP B-TREE'))).toEqual([]);
    expect(
      found.filter((line) => /^(SCAN|SEARCH) images /.test(line) && !/COVERING INDEX|rowid=\?/.test(line)),
    ).toEqual([]);
  });
});

describe('progress', () => {
  it('is told for all, by part and by group in natural order', () => {
    store.setStatus([idOf(2)], 'rejected');
    store.importImages([incoming('Face 13')], 'One of nobody');
    const none = { new: 0, predicted: 0, 'in work': 0, done: 0, rejected: 0 };
    expect(store.work.progress()).toEqual({
      total: { ...none, new: 8, 'in work': 1, done: 3, rejected: 1 },
      splits: [
        { split: 'train', counts: { ...none, new: 5, done: 2, rejected: 1 } },
        { split: 'validation', counts: { ...none, new: 2, 'in work': 1, done: 1 } },
        { split: 'none', counts: { ...none, new: 1 } },
      ],
      groups: [
        { group: '01', counts: { ...none, new: 3, done: 1 } },
        { group: '02', counts: { ...none, new: 2, done: 1, rejected: 1 } },
        { group: 'anna', counts: { ...none, new: 2, 'in work': 1, done: 1 } },
        { group: null, counts: { ...none, new: 1 } },
      ],
    });
  });
});

describe('the next image', () => {
  const next = (rule: NextRule, after?: number, filter: ImageFilter = {}) => {
    const { imageId, left } = store.work.next({ rule, filter, ...(after === undefined ? {} : { after: idOf(after) }) });
    return [imageId === null ? null : Number(store.images.one(imageId)!.name.slice(5)), left];
  };

  it('without labels comes by name, goes round, stays in the filter and says when none is left', () => {
    const rule = { by: 'unlabelled' as const };
    expect(next(rule)).toEqual([2, 8]);
    expect(next(rule, 1)).toEqual([2, 8]);
    expect(next(rule, 4)).toEqual([7, 7]);
    expect(next(rule, 12)).toEqual([2, 7]);
    expect(next(rule, 5, { group: '02' })).toEqual([8, 3]);
    store.setStatus([2, 8].map(idOf), 'rejected');
    expect(next(rule, 11, { group: '02' })).toEqual([null, 0]);
  });

  it('of a status is another one of it', () => {
    const rule = { by: 'status' as const, status: 'done' as const };
    expect(next(rule, 1)).toEqual([5, 2]);
    expect(next(rule, 6)).toEqual([9, 3]);
    expect(next({ by: 'status', status: 'rejected' })).toEqual([null, 0]);
  });

  it('at random is one that is neither done nor rejected, and another one', () => {
    store.setStatus([idOf(2)], 'rejected');
    const found = new Set(Array.from({ length: 200 }, () => next({ by: 'random' }, 3)[0]));
    expect([...found].every((number) => [4, 6, 7, 8, 10, 11, 12].includes(Number(number)))).toBe(true);
    expect(found.size).toBeGreaterThan(3);
  });
});
