import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';

it('has the errors of all images with predictions computed again, and drops those of images that are gone', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 4));
  database.exec(`
    INSERT INTO images (id, name, sort_key, search_text, path, content_hash, byte_size, width, height, split, status)
    VALUES (1, 'a', 'a', 'a', 'a.jpg', '1', 1, 1, 1, 'none', 'new'), (2, 'b', 'b', 'b', 'b.jpg', '2', 1, 1, 1, 'none', 'new');
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', '', 'now', '{}');
    INSERT INTO predictions (run_id, instance_id, image_id, landmarks) VALUES (1, 1, 1, x'00'), (1, 2, 1, x'00'), (1, 9, 3, x'00');
    INSERT INTO image_errors VALUES (1, 1, 5), (1, 3, 6);`);
  migrate(database, migrations.slice(0, 5));
  expect(database.prepare('SELECT image_id FROM stale_errors').pluck().all()).toEqual([1, 3]);
  expect(database.prepare('SELECT image_id FROM image_errors').pluck().all()).toEqual([1]);
  database.exec('DELETE FROM images WHERE id = 1');
  expect(database.prepare('SELECT image_id FROM image_errors').pluck().all()).toEqual([]);
});
