import Database from 'better-sqlite3';
import { beforeEach, expect, it } from 'vitest';
import { firstTables } from './0001-first-tables.ts';
import { migrate } from './index.ts';

let database: Database.Database;
beforeEach(() => {
  database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, [firstTables]);
});

const addImage = (name: string) =>
  database
    .prepare(
      `INSERT INTO images (name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
       VALUES (?, ?, ?, 'a.jpg', 'ff', 1, 1, 1, 'none', 'new')`,
    )
    .run(name, name, name).lastInsertRowid;

it('makes every table strict', () => {
  const tables = database.prepare(
    `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.all()).toEqual(
    expect.arrayContaining(
      [
        'project',
        'images',
        'instances',
        'journal',
        'journal_changes',
        'runs',
        'epochs',
        'predictions',
        'image_errors',
      ].map((name) => ({ name, strict: 1 })),
    ),
  );
  expect(
    database
      .prepare(`SELECT count(*) FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .get(),
  ).toBe(0);
});

it('allows one project row', () => {
  const add = database.prepare(
    `INSERT INTO project (id, name, landmark_schema, created_at) VALUES (?, 'a', '{}', 'now')`,
  );
  add.run(1);
  expect(() => add.run(2)).toThrow(/CHECK/);
});

it('knows an image by content and name', () => {
  addImage('a');
  addImage('b');
  expect(() => addImage('a')).toThrow(/UNIQUE/);
});

it('never uses an id twice', () => {
  const id = addImage('a');
  database.prepare('DELETE FROM images').run();
  expect(addImage('a')).not.toBe(id);
});

it('keeps an image that has instances, and drops what belongs to a run with it', () => {
  const imageId = addImage('a');
  database
    .prepare(`INSERT INTO instances (image_id, landmarks, origin_kind, origin_source) VALUES (?, x'', 'person', 'me')`)
    .run(imageId);
  expect(() => database.prepare('DELETE FROM images').run()).toThrow(/FOREIGN KEY/);
  database.exec(`
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'queued', '{}', '', 'now', '{}');
    INSERT INTO epochs VALUES (1, 1, NULL, 0.5, 100, 1);
    INSERT INTO predictions VALUES (1, 1, 1, x'', NULL);
    INSERT INTO image_errors VALUES (1, 1, 2.5);
    DELETE FROM runs;`);
  for (const table of ['epochs', 'predictions', 'image_errors'])
    expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
});
