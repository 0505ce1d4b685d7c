import type { Migration } from './index.ts';

/** What of the image a prediction looked at: one of a box that was moved since is no longer that face's. */
export const seenByPredictions: Migration = {
  version: 3,
  up(database) {
    database.exec(`
      -- The crop as JSON; null: the whole image.
      ALTER TABLE predictions ADD COLUMN seen TEXT;
    `);
  },
};
