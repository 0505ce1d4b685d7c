import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StudioError, type LandmarkSchema } from '../../contract/index.ts';
import { migrate } from '../store/migrations/index.ts';
import { applicationId, configure, databaseName } from '../store/open-store.ts';

/**
 * Makes a new project folder with an empty store. The folder must not exist or be empty.
 * Throws StudioError 'bad input' naming the folder when it is taken or cannot be written.
 */
export function createProjectFolder(path: string, name: string, schema: LandmarkSchema): void {
  const folder = resolve(path);
  const made = makeEmptyFolder(folder);
  const file = join(folder, databaseName);
  try {
    const database = new Database(file);
    try {
      configure(database);
      migrate(database);
      database.pragma(`application_id = ${applicationId}`);
      database
        .prepare('INSERT INTO project (id, name, landmark_schema, created_at) VALUES (1, ?, ?, ?)')
        .run(name, JSON.stringify(schema), new Date().toISOString());
    } finally {
      database.close();
    }
  } catch (error) {
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
    if (made) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}

/** Answers the topmost folder that had to be made, or undefined when the folder was there, empty. */
function makeEmptyFolder(folder: string): string | undefined {
  try {
    const made = mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length === 0) return made;
  } catch (error) {
    throw new StudioError('bad input', `The folder ${folder} cannot be made: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  throw new StudioError(
    'bad input',
    `${folder} is not empty. Choose a new folder for the project, or open the one that is there.`,
  );
}
