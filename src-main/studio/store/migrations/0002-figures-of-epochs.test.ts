import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { firstTables } from './0001-first-tables.ts';
import { figuresOfEpochs } from './0002-figures-of-epochs.ts';
import { migrate } from './index.ts';

it('keeps the epochs that were there, without the new figures, and takes epochs that have them', () => {
  const database = new Database(':memory:');
  migrate(database, [firstTables]);
  database.exec(`
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', '', 'now', '{}');
    INSERT INTO epochs VALUES (1, 1, 0.5, 0.25, 100, 2);`);
  migrate(database, [firstTables, figuresOfEpochs]);
  database.exec(`INSERT INTO epochs VALUES (1, 2, 0.5, 0.25, 100, 2, 0.05, 'inter-ocular', 0.001, 1000)`);
  const figures = database.prepare('SELECT train_loss, nme, nme_by, learning_rate, memory_bytes FROM epochs').raw();
  expect(figures.all()).toEqual([
    [0.5, null, null, null, null],
    [0.5, 0.05, 'inter-ocular', 0.001, 1000],
  ]);
  expect(() => database.exec(`INSERT INTO epochs VALUES (1, 3, 1, 1, 1, 1, 1, 'diagonal', 1, 1)`)).toThrow(/CHECK/);
});
