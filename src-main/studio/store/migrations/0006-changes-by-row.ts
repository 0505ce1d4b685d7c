import type { Migration } from './index.ts';

/** What happened to one row is found without reading the whole journal: a face as it was imported, who placed what. */
export const changesByRow: Migration = {
  version: 6,
  up(database) {
    database.exec('CREATE INDEX journal_changes_by_row ON journal_changes (table_name, row_id)');
  },
};
