import type Database from 'better-sqlite3';
import { StudioError } from '../../../contract/index.ts';
import { firstTables } from './0001-first-tables.ts';
import { figuresOfEpochs } from './0002-figures-of-epochs.ts';
import { seenByPredictions } from './0003-seen-by-predictions.ts';
import { queueAndGrids } from './0004-queue-and-grids.ts';
import { fastAtSize } from './0005-fast-at-size.ts';
import { changesByRow } from './0006-changes-by-row.ts';
import { schemaHistory } from './0007-schema-history.ts';
import { agreements } from './0008-agreements.ts';
import { imageMarks } from './0009-image-marks.ts';
import { whoAndFromWhere } from './0010-who-and-from-where.ts';
import { labelChecks } from './0011-label-checks.ts';
import { versionOfRuns } from './0012-version-of-runs.ts';
import { chosenImages } from './0013-chosen-images.ts';
import { verdicts } from './0014-verdicts.ts';
import { suggestions } from './0015-suggestions.ts';

/** One step of the database's form, from the version before to its own. Never changed once released: a later step follows it. */
export interface Migration {
  version: number;
  up(database: Database.Database): void;
}

export const migrations: readonly Migration[] = [
  firstTables,
  figuresOfEpochs,
  seenByPredictions,
  queueAndGrids,
  fastAtSize,
  changesByRow,
  schemaHistory,
  agreements,
  imageMarks,
  whoAndFromWhere,
  labelChecks,
  versionOfRuns,
  chosenImages,
  verdicts,
  suggestions,
];

/** The form this studio writes, kept in SQLite's `user_version`. */
export const currentVersion = migrations.length;

export function userVersion(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Throws StudioError 'newer file' when a newer studio wrote the database. */
export function refuseNewer(database: Database.Database, known: number = currentVersion): void {
  const version = userVersion(database);
  if (version > known)
    throw new StudioError(
      'newer file',
      `${database.name} was written by a newer Keypoint Studio (its format is ${version}, this studio knows up to ${known}). ` +
        'Nothing was changed. Open it with the newer studio.',
    );
}

/** Brings the database to the current form, all missing steps in one transaction: it arrives there or stays as it was. */
export function migrate(database: Database.Database, steps: readonly Migration[] = migrations): void {
  for (const [index, step] of steps.entries())
    if (step.version !== index + 1) throw new Error(`Migration ${step.version} stands in place ${index + 1}`);
  refuseNewer(database, steps.length);
  database
    .transaction(() => {
      for (const step of steps.slice(userVersion(database))) {
        step.up(database);
        database.pragma(`user_version = ${step.version}`);
      }
    })
    .immediate();
}
