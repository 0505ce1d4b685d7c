import type { Migration } from './index.ts';

/** Blind second labellings of a sample of images, beside the ground truth and never part of it. */
export const agreements: Migration = {
  version: 8,
  up(database) {
    database.exec(`
      CREATE TABLE agreements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        seed INTEGER NOT NULL,
        -- ImageFilter as JSON: what the sample was drawn from.
        filter TEXT NOT NULL,
        -- Whether windows show it in place of the ground truth: where a person is, not part of the journal.
        under_way INTEGER NOT NULL DEFAULT 0 CHECK (under_way IN (0, 1))
      ) STRICT;

      CREATE TABLE agreement_images (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        agreement_id INTEGER NOT NULL REFERENCES agreements (id),
        image_id INTEGER NOT NULL REFERENCES images (id),
        status TEXT NOT NULL CHECK (status IN ('new', 'predicted', 'in work', 'done', 'rejected')),
        UNIQUE (agreement_id, image_id)
      ) STRICT;

      CREATE TABLE agreement_faces (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        agreement_id INTEGER NOT NULL REFERENCES agreements (id),
        image_id INTEGER NOT NULL REFERENCES images (id),
        -- The first as it was when the sample was drawn: correcting the ground truth later does not change what was found.
        labelling TEXT NOT NULL CHECK (labelling IN ('first', 'second')),
        box TEXT,
        landmarks BLOB NOT NULL
      ) STRICT;
      CREATE INDEX agreement_faces_by_image ON agreement_faces (agreement_id, image_id, labelling);
      -- No number is ever that of an instance too: the one cannot be taken for the other.
      INSERT INTO sqlite_sequence (name, seq) VALUES ('agreement_faces', 1 << 40);

      -- Null: about the ground truth.
      ALTER TABLE journal ADD COLUMN agreement_id INTEGER;

      -- Which tables have a journal is the store's to say, and grows: no check here any more.
      CREATE TABLE changes_of_any_table (
        id INTEGER PRIMARY KEY,
        entry_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        -- The row's other state (before the edit; once undone, after it) as JSON of the columns that differ; null: no such row.
        other TEXT
      ) STRICT;
      INSERT INTO changes_of_any_table SELECT id, entry_id, table_name, row_id, other FROM journal_changes;
      DROP TABLE journal_changes;
      ALTER TABLE changes_of_any_table RENAME TO journal_changes;
      CREATE INDEX journal_changes_by_entry ON journal_changes (entry_id);
      CREATE INDEX journal_changes_by_row ON journal_changes (table_name, row_id);
    `);
  },
};
