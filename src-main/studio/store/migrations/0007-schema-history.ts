import type { Migration } from './index.ts';

/** The states a project's schema went through, and which of them a run was made with. */
export const schemaHistory: Migration = {
  version: 7,
  up(database) {
    database.exec(`
      -- SchemaHistory as JSON; null: still the schema the project was made with.
      ALTER TABLE project ADD COLUMN schema_history TEXT;
      -- Null: the schema the project was made with.
      ALTER TABLE runs ADD COLUMN schema_state TEXT;
    `);
  },
};
