import type { Migration } from './index.ts';

/** Ids are never used twice (AUTOINCREMENT): undo and redo bring rows back under their own id, and predictions name them. */
export const firstTables: Migration = {
  version: 1,
  up(database) {
    database.exec(`
      CREATE TABLE project (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,
        landmark_schema TEXT NOT NULL,
        split_rule TEXT,
        created_at TEXT NOT NULL
      ) STRICT;

      CREATE TABLE images (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        -- naturalKey(name): the list's order.
        sort_key TEXT NOT NULL,
        -- Name and group in lower case: what the list's text filter looks into.
        search_text TEXT NOT NULL,
        path TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        byte_size INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        group_name TEXT,
        split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'none')),
        status TEXT NOT NULL CHECK (status IN ('new', 'predicted', 'in work', 'done', 'rejected')),
        UNIQUE (content_hash, name)
      ) STRICT;
      -- Every filter of the list has an index that also holds the list's order, so that no page is ever sorted.
      CREATE INDEX images_in_order ON images (sort_key);
      CREATE INDEX images_by_split ON images (split, sort_key);
      CREATE INDEX images_by_status ON images (status, sort_key);
      CREATE INDEX images_by_group ON images (group_name, sort_key);

      CREATE TABLE instances (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        image_id INTEGER NOT NULL REFERENCES images (id),
        box TEXT,
        landmarks BLOB NOT NULL,
        origin_kind TEXT NOT NULL CHECK (origin_kind IN ('import', 'person', 'run')),
        origin_source TEXT NOT NULL,
        -- Digest of the landmarks as they were imported: knows a dataset's instance again after a person corrected it.
        imported_digest TEXT
      ) STRICT;
      CREATE INDEX instances_by_image ON instances (image_id);

      CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        at TEXT NOT NULL,
        image_id INTEGER,
        undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
      ) STRICT;
      CREATE INDEX journal_by_state ON journal (undone);
      CREATE INDEX journal_by_image ON journal (image_id) WHERE image_id IS NOT NULL;

      CREATE TABLE journal_changes (
        id INTEGER PRIMARY KEY,
        entry_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
        table_name TEXT NOT NULL CHECK (table_name IN ('project', 'images', 'instances')),
        row_id INTEGER NOT NULL,
        -- The row's other state (before the edit; once undone, after it) as JSON of the columns that differ; null: no such row.
        other TEXT
      ) STRICT;
      CREATE INDEX journal_changes_by_entry ON journal_changes (entry_id);

      CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        status TEXT NOT NULL,
        recipe TEXT NOT NULL,
        note TEXT NOT NULL,
        created_at TEXT NOT NULL,
        started_at TEXT,
        ended_at TEXT,
        device TEXT,
        snapshot TEXT NOT NULL,
        baseline_loss REAL,
        best_epoch INTEGER,
        problem TEXT,
        layers TEXT NOT NULL DEFAULT '[]',
        samples TEXT NOT NULL DEFAULT '[]'
      ) STRICT;

      CREATE TABLE epochs (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        -- Null is NaN, which SQLite cannot hold: a run that has diverged.
        train_loss REAL,
        validation_loss REAL,
        images_per_second REAL NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (run_id, epoch)
      ) STRICT, WITHOUT ROWID;

      -- No reference to instances: one that was deleted and brought back by undo finds its predictions again.
      CREATE TABLE predictions (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        instance_id INTEGER NOT NULL,
        image_id INTEGER NOT NULL,
        landmarks BLOB NOT NULL,
        error_px REAL,
        PRIMARY KEY (run_id, instance_id)
      ) STRICT;

      -- Mean of an image's predictions' errors, kept so that the list is ordered by it without sorting.
      CREATE TABLE image_errors (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        image_id INTEGER NOT NULL,
        error_px REAL NOT NULL,
        PRIMARY KEY (run_id, image_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX image_errors_in_order ON image_errors (run_id, error_px, image_id);
    `);
  },
};
