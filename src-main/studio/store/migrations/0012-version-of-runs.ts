import type { Migration } from './index.ts';

/** Which version of the studio trained a run; null in runs of before. */
export const versionOfRuns: Migration = {
  version: 12,
  up(database) {
    database.exec('ALTER TABLE runs ADD COLUMN studio_version TEXT;');
  },
};
