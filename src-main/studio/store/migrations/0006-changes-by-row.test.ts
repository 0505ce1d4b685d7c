import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, migrations } from './index.ts';

it('finds the changes of one row through an index, in their order', () => {
  const database = new Database(':memory:');
  migrate(database, migrations.slice(0, 6));
  const plan = database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT other FROM journal_changes WHERE table_name = 'instances' AND row_id = 7 ORDER BY id`,
    )
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH journal_changes USING INDEX journal_changes_by_row (table_name=? AND row_id=?)',
  ]);
});
