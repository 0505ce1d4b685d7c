import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';
import { versionOfRuns } from './0012-version-of-runs.ts';

it('keeps the runs that were there, trained by nobody knows which version', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, versionOfRuns.version - 1));
  database.exec(
    `INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', 'a try', 'now', '{}');`,
  );
  migrate(database, migrations.slice(0, versionOfRuns.version));
  expect(database.prepare('SELECT note, studio_version FROM runs').raw().all()).toEqual([['a try', null]]);
});
