import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';

it('keeps the runs that were there, in no grid and at no place of the queue', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 3));
  database.exec(`INSERT INTO runs (id, status, recipe, note, created_at, snapshot)
    VALUES (1, 'queued', '{}', 'old', 'now', '{}')`);
  migrate(database, migrations.slice(0, 4));
  database.exec(`INSERT INTO runs (id, status, recipe, note, created_at, snapshot, queue_place, grid_id, grid_values)
    VALUES (2, 'queued', '{}', 'new', 'now', '{}', 0, 2, '{"batch":4}')`);
  expect(database.prepare('SELECT note, queue_place, grid_id, grid_values FROM runs').raw().all()).toEqual([
    ['old', null, null, null],
    ['new', 0, 2, '{"batch":4}'],
  ]);
});
