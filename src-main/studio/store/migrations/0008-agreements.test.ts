import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { agreements } from './0008-agreements.ts';
import { migrate, migrations } from './index.ts';

it('keeps the journal, finds its changes as before, and lets it be about more tables', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, agreements.version - 1));
  database.exec(`
    INSERT INTO journal (id, label, at) VALUES (4, 'Moved', 'now');
    INSERT INTO journal_changes VALUES (9, 4, 'instances', 7, '{"box":null}');`);
  migrate(database, migrations.slice(0, agreements.version));
  expect(database.prepare('SELECT id, label, agreement_id FROM journal').raw().all()).toEqual([[4, 'Moved', null]]);
  expect(database.prepare('SELECT * FROM journal_changes').raw().all()).toEqual([
    [9, 4, 'instances', 7, '{"box":null}'],
  ]);
  database.exec(`INSERT INTO journal_changes VALUES (10, 4, 'agreement_faces', 1, NULL)`);
  const plan = database
    .prepare(`EXPLAIN QUERY PLAN SELECT other FROM journal_changes WHERE table_name = 'instances' AND row_id = 7`)
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH journal_changes USING INDEX journal_changes_by_row (table_name=? AND row_id=?)',
  ]);
});

it('numbers second faces where no instance is', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, agreements.version));
  database.exec(`
    INSERT INTO images (id, name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
      VALUES (1, 'a', 'a', 'a', 'a', 'a', 1, 1, 1, 'none', 'done');
    INSERT INTO agreements (id, started_at, seed, filter) VALUES (1, 'now', 1, '{}');
    INSERT INTO agreement_faces (agreement_id, image_id, labelling, landmarks) VALUES (1, 1, 'second', x'');`);
  expect(database.prepare('SELECT id FROM agreement_faces').pluck().get()).toBeGreaterThan(2 ** 40);
});
