import type { Migration } from './index.ts';

/** The choice of what to label next, and how far it was walked is told by the images themselves. */
export const chosenImages: Migration = {
  version: 13,
  up(database) {
    database.exec(`
      -- Can be made again, so not journaled: how the images were chosen, as JSON.
      CREATE TABLE image_choice (id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL) STRICT;

      CREATE TABLE chosen_images (
        place INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL UNIQUE,
        words TEXT NOT NULL,
        score REAL,
        -- 1: it was wholly labelled already when it was chosen.
        was_labelled INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
