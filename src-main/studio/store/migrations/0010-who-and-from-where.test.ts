import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';
import { whoAndFromWhere } from './0010-who-and-from-where.ts';

it('keeps the steps that were there, by nobody known and of as many images as they name', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, whoAndFromWhere.version - 1));
  database.exec(`
    INSERT INTO journal (id, label, at, image_id) VALUES (1, 'Moved nose', 'now', 7);
    INSERT INTO journal_changes (entry_id, table_name, row_id, other) VALUES (1, 'images', 7, '{}');`);
  migrate(database, migrations.slice(0, whoAndFromWhere.version));
  expect(database.prepare('SELECT label, image_id, made_by, image_count FROM journal').raw().all()).toEqual([
    ['Moved nose', 7, null, null],
  ]);
  expect(database.prepare('SELECT row_id, landmark_source FROM journal_changes').raw().all()).toEqual([[7, null]]);
});
