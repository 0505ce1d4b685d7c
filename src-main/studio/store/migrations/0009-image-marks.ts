import type Database from 'better-sqlite3';
import type { Migration } from './index.ts';

/** Flags and notes, what a filter asks of an image's labels, and indices that hold everything a filter asks about. */
export const imageMarks: Migration = {
  version: 9,
  up(database) {
    database.exec(`
      -- JSON: a name for each flag, empty for one not in use; null: the usual ones.
      ALTER TABLE project ADD COLUMN flag_names TEXT;
      -- Bit n: has flag n.
      ALTER TABLE images ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE images ADD COLUMN note TEXT NOT NULL DEFAULT '';
      -- Beside the note, so that an index tells it without holding the text.
      ALTER TABLE images ADD COLUMN has_note INTEGER NOT NULL DEFAULT 0 CHECK (has_note IN (0, 1));
      -- Told from the image's instances with every change of them; not in the journal.
      ALTER TABLE images ADD COLUMN faces INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE images ADD COLUMN labelled TEXT NOT NULL DEFAULT 'no' CHECK (labelled IN ('no', 'partly', 'wholly'));
      ALTER TABLE images ADD COLUMN occluded INTEGER NOT NULL DEFAULT 0 CHECK (occluded IN (0, 1));
    `);
    fillCounts(database);
    // Any filters together are answered from one index: looking each image up in its table would take ten times as long.
    const filtered = 'split, status, flags, has_note, faces, labelled, occluded';
    database.exec(`
      DROP INDEX images_in_order;
      DROP INDEX images_by_split;
      DROP INDEX images_by_status;
      DROP INDEX images_by_group;
      CREATE INDEX images_in_order ON images (sort_key, id, ${filtered}, group_name, search_text);
      CREATE INDEX images_by_group ON images (group_name, sort_key, id, ${filtered}, search_text);
      CREATE INDEX images_by_kind ON images (${filtered}, search_text);
    `);
  },
};

/** Landmarks are 17 bytes each, the last their visibility: 0 visible, 1 occluded, 2 absent. */
function fillCounts(database: Database.Database): void {
  const labels = database.prepare<[number], Buffer>('SELECT landmarks FROM instances WHERE image_id = ?').pluck();
  const fill = database.prepare('UPDATE images SET faces = ?, labelled = ?, occluded = ? WHERE id = ?');
  const ids = database.prepare<[], number>('SELECT DISTINCT image_id FROM instances').pluck().all();
  for (const id of ids) {
    const faces = labels.all(id);
    const counts = [0, 0, 0];
    for (const bytes of faces)
      for (let place = 16; place < bytes.length; place += 17) {
        const visibility = bytes[place] ?? 2;
        counts[visibility] = (counts[visibility] ?? 0) + 1;
      }
    const [visible = 0, occluded = 0, absent = 0] = counts;
    const labelled = visible + occluded === 0 ? 'no' : absent > 0 ? 'partly' : 'wholly';
    fill.run(faces.length, labelled, occluded > 0 ? 1 : 0, id);
  }
}
