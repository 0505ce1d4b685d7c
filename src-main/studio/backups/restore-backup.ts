import Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError, type RestoreResult } from '../../contract/index.ts';
import { ProjectLock, refuseWhenOwned } from '../project/project-lock.ts';
import { refuseNewer } from '../store/migrations/index.ts';
import { databaseName } from '../store/open-store.ts';
import { backupName, backupNames, backupsFolder, describeBackup } from './backup-list.ts';
import { copyDatabase } from './copy-database.ts';

/**
 * Makes a backup the project's database again. What was the database until now becomes one more backup, even when it is
 * damaged. Pictures and the runs' folders stay as they are.
 * Throws StudioError 'not found', 'in use' (somebody writes the project), or 'bad input' when the backup is damaged; then
 * the project is as it was.
 */
export async function restoreBackup(projectFolder: string, name: string): Promise<RestoreResult> {
  if (!backupNames(projectFolder).includes(name))
    throw new StudioError('not found', `${projectFolder} has no backup ${name}.`);
  refuseWhenOwned(projectFolder);
  const lock = ProjectLock.take(projectFolder, (work) => work());
  const database = join(projectFolder, databaseName);
  const incoming = `${database}.restoring`;
  try {
    await takeOut(join(backupsFolder(projectFolder), name), incoming);
    keepRunFolders(projectFolder, incoming);
    const kept = await keepPresent(projectFolder, database);
    for (const ending of ['-wal', '-shm']) rmSync(database + ending, { force: true });
    renameSync(incoming, database);
    return { restored: describeBackup(projectFolder, name), kept };
  } finally {
    rmSync(incoming, { force: true });
    lock.release();
  }
}

async function takeOut(backup: string, to: string): Promise<void> {
  try {
    await copyDatabase(backup, to);
  } catch (error) {
    throw new StudioError(
      'bad input',
      `The backup ${backup} cannot be restored: ${(error as Error).message}. The project was not changed; try another backup.`,
      { cause: error },
    );
  }
  const restored = new Database(to, { fileMustExist: true });
  try {
    refuseNewer(restored);
  } finally {
    restored.close();
  }
}

/** Runs made after the backup have folders still: a new run must not be given one of theirs. */
function keepRunFolders(projectFolder: string, file: string): void {
  const runs = join(projectFolder, 'runs');
  const numbers = existsSync(runs) ? readdirSync(runs).filter((name) => /^\d+$/.test(name)) : [];
  const highest = Math.max(0, ...numbers.map(Number));
  const database = new Database(file, { fileMustExist: true });
  try {
    database
      .transaction(() => {
        database
          .prepare(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'runs', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'runs')",
          )
          .run();
        database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'runs'").run(highest);
      })
      .immediate();
  } finally {
    database.close();
  }
}

/** Answers the new backup's name. A database that SQLite cannot copy is kept byte by byte, its log beside it. */
async function keepPresent(projectFolder: string, database: string): Promise<string> {
  const name = backupName(new Date(), true);
  const to = join(backupsFolder(projectFolder), name);
  mkdirSync(backupsFolder(projectFolder), { recursive: true });
  try {
    await copyDatabase(database, to);
  } catch {
    for (const ending of ['', '-wal']) if (existsSync(database + ending)) copyFileSync(database + ending, to + ending);
  }
  return name;
}
