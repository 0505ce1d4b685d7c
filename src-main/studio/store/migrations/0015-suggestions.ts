import type { Migration } from './index.ts';

/** What runs suggest for images that nobody has labelled yet. */
export const suggestions: Migration = {
  version: 15,
  up(database) {
    database.exec(`
      -- Written by machines, outside the journal, and no part of the ground truth. Kept when it is accepted or dismissed, so that
      -- undo brings it back: what is open is said by images.suggested_by.
      CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        image_id INTEGER NOT NULL,
        -- Whose box was looked at; null: for the image's first face, or one that is not there yet.
        instance_id INTEGER,
        -- In the order of the run's recipe.
        landmarks BLOB NOT NULL
      ) STRICT;
      CREATE INDEX suggestions_by_image ON suggestions (image_id, run_id);
      CREATE INDEX suggestions_by_run ON suggestions (run_id);

      -- The run whose suggestion is open on the image; null: none. In the journal.
      ALTER TABLE images ADD COLUMN suggested_by INTEGER;
      CREATE INDEX images_with_suggestions ON images (suggested_by) WHERE suggested_by IS NOT NULL;
    `);
  },
};
