import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';
import { schemaHistory } from './0007-schema-history.ts';

it('keeps the project and its runs, both of the schema the project was made with', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, schemaHistory.version - 1));
  database.exec(`
    INSERT INTO project (id, name, landmark_schema, created_at) VALUES (1, 'a', '{}', 'now');
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', '', 'now', '{}');`);
  migrate(database, migrations.slice(0, schemaHistory.version));
  expect(database.prepare('SELECT name, schema_history FROM project').raw().all()).toEqual([['a', null]]);
  expect(database.prepare('SELECT id, schema_state FROM runs').raw().all()).toEqual([[1, null]]);
});
