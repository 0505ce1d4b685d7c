import type { Migration } from './index.ts';

/** What the label checks found and what a person decided about it. */
export const labelChecks: Migration = {
  version: 11,
  up(database) {
    database.exec(`
      -- Decisions about findings as JSON: by the mark of a label and what was found of it, 'accepted' or 'ignored'. Null: none.
      ALTER TABLE images ADD COLUMN check_decisions TEXT;

      -- Findings, hashes and the check itself can all be made again; the decisions above cannot.
      CREATE TABLE findings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        image_id INTEGER NOT NULL,
        other_image_id INTEGER,
        instance_id INTEGER,
        kind TEXT NOT NULL,
        -- The kind's place in lists.
        rank INTEGER NOT NULL,
        severity REAL NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'ignored')),
        content TEXT NOT NULL
      ) STRICT;
      CREATE INDEX findings_in_order ON findings (state, rank, severity DESC, id);
      CREATE INDEX findings_by_kind ON findings (kind, state);
      CREATE INDEX findings_by_image ON findings (image_id);
      CREATE INDEX findings_by_other ON findings (other_image_id) WHERE other_image_id IS NOT NULL;

      CREATE TABLE last_check (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        at TEXT NOT NULL,
        -- Of the schema it was made with.
        schema_digest TEXT NOT NULL,
        last_image_id INTEGER NOT NULL,
        report TEXT NOT NULL,
        usual TEXT NOT NULL
      ) STRICT;

      -- Images that show the same picture; the one with the lower id first.
      CREATE TABLE alike_pictures (
        one INTEGER NOT NULL,
        other INTEGER NOT NULL,
        likeness REAL NOT NULL,
        PRIMARY KEY (other, one)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX alike_pictures_by_one ON alike_pictures (one);

      CREATE TABLE picture_hashes (content_hash TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;

      -- Images that are another than when they were checked; written with the change itself.
      CREATE TABLE stale_checks (image_id INTEGER PRIMARY KEY) STRICT;
      CREATE TRIGGER checks_of_new_image AFTER INSERT ON images BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (NEW.id);
      END;
      CREATE TRIGGER checks_of_image AFTER UPDATE OF status, content_hash, width, height, check_decisions ON images BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (NEW.id);
      END;
      CREATE TRIGGER checks_of_part AFTER UPDATE OF split ON images
      WHEN EXISTS (SELECT 1 FROM alike_pictures WHERE one = NEW.id)
        OR EXISTS (SELECT 1 FROM alike_pictures WHERE other = NEW.id) BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (NEW.id);
      END;
      CREATE TRIGGER checks_of_gone_image AFTER DELETE ON images BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (OLD.id);
      END;
      CREATE TRIGGER checks_of_new_face AFTER INSERT ON instances BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (NEW.image_id);
      END;
      CREATE TRIGGER checks_of_face AFTER UPDATE OF landmarks ON instances BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (NEW.image_id);
      END;
      CREATE TRIGGER checks_of_gone_face AFTER DELETE ON instances BEGIN
        INSERT OR IGNORE INTO stale_checks VALUES (OLD.image_id);
      END;
    `);
  },
};
