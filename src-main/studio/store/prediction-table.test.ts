import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from './migrations/index.ts';
import { ofImage } from './prediction-table.ts';

it('finds the predictions of an image without going through all of the run', () => {
  const database = new Database(':memory:');
  migrate(database);
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${ofImage}`).all(1, 1) as { detail: string }[];
  expect(plan[0]?.detail).toBe('SEARCH predictions USING INDEX predictions_by_image (image_id=? AND run_id=?)');
});
