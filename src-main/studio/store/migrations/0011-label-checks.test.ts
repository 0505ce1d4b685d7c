import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';
import { labelChecks } from './0011-label-checks.ts';

it('keeps the images, and notes those that change from then on', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, labelChecks.version - 1));
  const image = (id: number) =>
    database.exec(`INSERT INTO images (id, name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
      VALUES (${id}, 'a${id}', 'a', 'a', 'a.jpg', 'hash${id}', 1, 10, 10, 'none', 'new')`);
  image(1);
  migrate(database, migrations.slice(0, labelChecks.version));
  expect(database.prepare('SELECT id, name, check_decisions FROM images').raw().all()).toEqual([[1, 'a1', null]]);
  const stale = () => database.prepare('SELECT image_id FROM stale_checks ORDER BY image_id').pluck().all();
  expect(stale()).toEqual([]);
  database.exec(
    `INSERT INTO instances (image_id, landmarks, origin_kind, origin_source) VALUES (1, x'00', 'person', 'a')`,
  );
  expect(stale()).toEqual([1]);
  image(2);
  database.exec(`DELETE FROM stale_checks; UPDATE images SET split = 'train'`);
  expect(stale()).toEqual([]);
  database.exec(
    `INSERT INTO alike_pictures (one, other, likeness) VALUES (1, 2, 1); UPDATE images SET split = 'validation' WHERE id = 2`,
  );
  expect(stale()).toEqual([2]);
});
