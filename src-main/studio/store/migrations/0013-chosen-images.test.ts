import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { chosenImages } from './0013-chosen-images.ts';
import { migrate, migrations } from './index.ts';

it('has one choice at most, of each image once', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, chosenImages.version));
  const add = (sql: string) => () => database.exec(sql);
  add(`INSERT INTO image_choice VALUES (1, '{}')`)();
  expect(add(`INSERT INTO image_choice VALUES (2, '{}')`)).toThrow('CHECK');
  add(`INSERT INTO chosen_images VALUES (0, 7, 'why', 1.5, 0)`)();
  expect(add(`INSERT INTO chosen_images VALUES (1, 7, 'why', NULL, 0)`)).toThrow('UNIQUE');
});
