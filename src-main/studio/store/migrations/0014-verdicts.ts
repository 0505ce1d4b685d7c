import type { Migration } from './index.ts';

/** A reviewer's words on predictions; they stay when a label is corrected and, as the journal names them, when a run is deleted. */
export const verdicts: Migration = {
  version: 14,
  up(database) {
    database.exec(`
      -- No references, as with predictions: a run or an instance may go (and an instance come back by undo), the journal's steps stay.
      CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id INTEGER NOT NULL,
        instance_id INTEGER NOT NULL,
        image_id INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('label wrong', 'model wrong', 'ambiguous', 'image bad')),
        at TEXT NOT NULL,
        made_by TEXT NOT NULL,
        error_px REAL,
        -- The instance's landmarks at that time: whether and how far the label was corrected since is told from them.
        landmarks BLOB NOT NULL,
        -- The image's status before 'image bad' made it rejected; null: it did not.
        status_before TEXT,
        UNIQUE (run_id, instance_id)
      ) STRICT;
      CREATE INDEX verdicts_by_image ON verdicts (image_id);
      CREATE INDEX verdicts_by_kind ON verdicts (verdict, image_id);
    `);
  },
};
