import type { Migration } from './index.ts';

/** What an epoch tells beside its losses; null in runs of before. */
export const figuresOfEpochs: Migration = {
  version: 2,
  up(database) {
    database.exec(`
      -- A fraction; null beside a divisor: no image had one.
      ALTER TABLE epochs ADD COLUMN nme REAL;
      ALTER TABLE epochs ADD COLUMN nme_by TEXT CHECK (nme_by IN ('inter-ocular', 'box'));
      ALTER TABLE epochs ADD COLUMN learning_rate REAL;
      ALTER TABLE epochs ADD COLUMN memory_bytes INTEGER;
    `);
  },
};
