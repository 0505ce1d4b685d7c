import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { firstTables } from './0001-first-tables.ts';
import { figuresOfEpochs } from './0002-figures-of-epochs.ts';
import { seenByPredictions } from './0003-seen-by-predictions.ts';
import { migrate } from './index.ts';

it('keeps the predictions that were there as ones of the whole image', () => {
  const database = new Database(':memory:');
  migrate(database, [firstTables, figuresOfEpochs]);
  database.exec(`
    INSERT INTO runs (id, status, recipe, note, created_at, snapshot) VALUES (1, 'finished', '{}', '', 'now', '{}');
    INSERT INTO predictions VALUES (1, 1, 1, x'', 2.5);`);
  migrate(database, [firstTables, figuresOfEpochs, seenByPredictions]);
  expect(database.prepare('SELECT error_px, seen FROM predictions').raw().all()).toEqual([[2.5, null]]);
});
