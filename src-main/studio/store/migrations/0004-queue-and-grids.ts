import type { Migration } from './index.ts';

/** The order of runs that wait, and which grid a run is one of. */
export const queueAndGrids: Migration = {
  version: 4,
  up(database) {
    database.exec(`
      -- From 0; null for a run that does not wait.
      ALTER TABLE runs ADD COLUMN queue_place INTEGER;
      -- The number of the grid's first run, which may have been deleted since.
      ALTER TABLE runs ADD COLUMN grid_id INTEGER;
      -- JSON: its values by their paths in the recipe.
      ALTER TABLE runs ADD COLUMN grid_values TEXT;
    `);
  },
};
