import type { Migration } from './index.ts';

/** Who made each step, about how many images it is, and what a change's landmarks came from; null in steps of before. */
export const whoAndFromWhere: Migration = {
  version: 10,
  up(database) {
    database.exec(`
      ALTER TABLE journal ADD COLUMN made_by TEXT;
      ALTER TABLE journal ADD COLUMN image_count INTEGER;
      -- LandmarkSource as JSON; null: a person's hand, or an importer's file (see the instance's origin).
      ALTER TABLE journal_changes ADD COLUMN landmark_source TEXT;
    `);
  },
};
