import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { suggestions } from './0015-suggestions.ts';
import { migrate, migrations } from './index.ts';

it('keeps the images, on which nothing is suggested then; suggestions go with their run', () => {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(database, migrations.slice(0, suggestions.version - 1));
  database.exec(`INSERT INTO images (id, name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
    VALUES (1, 'a', 'a', 'a', 'a.jpg', 'hash', 1, 10, 10, 'none', 'new')`);
  migrate(database, migrations.slice(0, suggestions.version));
  expect(database.prepare('SELECT id, name, suggested_by FROM images').raw().all()).toEqual([[1, 'a', null]]);
  database.exec(`
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (3, 'done', '{}', '', '', '{}');
    INSERT INTO suggestions (run_id, image_id, landmarks) VALUES (3, 1, x'00');
    DELETE FROM runs WHERE id = 3;
  `);
  expect(database.prepare('SELECT count(*) FROM suggestions').pluck().get()).toBe(0);
});
