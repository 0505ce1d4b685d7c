import Database from 'better-sqlite3';
import { closeSync, constants, copyFileSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StudioError } from '../../contract/index.ts';
import { liveOwner, ProjectLock, refuseWhenOwned } from '../project/project-lock.ts';
import type { Store } from './interface.ts';
import { currentVersion, migrate, refuseNewer, userVersion } from './migrations/index.ts';
import { explainSqliteError, Sql, sqliteCode } from './sql.ts';
import { Whereabouts } from './whereabouts.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { EditListener } from './writing.ts';

export const databaseName = 'project.sqlite';

/** SQLite's `application_id` of a project: "KPS1". Tells our files from any other SQLite file. */
export const applicationId = 0x4b505331;

/**
 * ms to wait for a lock that another program holds, which nobody is answered meanwhile. What could not be written then is kept by who
 * asked (the window's queue, the run manager) and asked again.
 */
const lockTimeout = 500;

export interface OpenStoreOptions {
  readOnly: boolean;
  /** Told after every committed change that windows show. */
  onEdit?: EditListener;
  /** Entry file of the worker thread that makes long steps; without it they are made here. */
  stepWorker?: string;
}

/**
 * Opens a project's store. For writing it takes the project's lock and brings an older project to the current form. Read-only it
 * changes and makes no file of the project: beside a living writer it reads along, else it reads a private copy of the database.
 * Throws StudioError 'bad input' (no project, not ours, damaged), 'newer file', 'in use' or 'read only', naming the file.
 */
export function openStore(projectFolder: string, options: OpenStoreOptions): Store {
  const folder = resolve(projectFolder);
  const file = join(folder, databaseName);
  checkHeader(folder, file);
  try {
    return options.readOnly ? openForReading(folder, file) : openForWriting(folder, file, options);
  } catch (error) {
    throw explainSqliteError(error, file);
  }
}

function openForWriting(folder: string, file: string, { onEdit, stepWorker }: OpenStoreOptions): Store {
  refuseWhenOwned(folder);
  const database = new Database(file, { fileMustExist: true, timeout: lockTimeout });
  let lock: ProjectLock | null = null;
  try {
    refuseNewer(database);
    configure(database);
    // A worker does it between edits (checkpointer.ts); within one only when the log is 80 MB long all the same.
    if (stepWorker !== undefined) database.pragma('wal_autocheckpoint = 20000');
    lock = ProjectLock.take(folder, (work) => database.transaction(work).immediate());
    migrate(database);
    refuseDamaged(database);
  } catch (error) {
    database.close();
    lock?.release();
    throw error;
  }
  const held = lock;
  const whereabouts = new Whereabouts(file);
  return new SqliteStore(new Sql(database, () => whereabouts.requireThere()), {
    projectFolder: folder,
    readOnly: false,
    onEdit,
    stepWorker,
    onClose: () => held.release(),
    place: () => whereabouts.now(),
  });
}

function openForReading(folder: string, file: string): Store {
  const owner = liveOwner(folder);
  // Reading along needs the writer's shared memory, so the writer must be on this computer.
  if (owner?.host === hostname()) {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      refuseNewer(database);
      if (userVersion(database) < currentVersion)
        throw new StudioError(
          'in use',
          `${file} is open in an older Keypoint Studio. Close it there, then open the project again.`,
        );
      refuseDamaged(database);
    } catch (error) {
      database.close();
      throw error;
    }
    const whereabouts = new Whereabouts(file);
    return new SqliteStore(new Sql(database), {
      projectFolder: folder,
      readOnly: true,
      place: () => whereabouts.now(),
    });
  }
  const scratch = mkdtempSync(join(tmpdir(), 'keypoint-studio-'));
  const discard = () => rmSync(scratch, { recursive: true, force: true });
  let database: Database.Database | null = null;
  try {
    const copy = join(scratch, databaseName);
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE);
    if (liveOwner(folder)?.host === hostname()) {
      // A writer began between the two copies, which need not fit together then: read along with it instead.
      discard();
      return openForReading(folder, file);
    }
    database = new Database(copy, { fileMustExist: true });
    refuseNewer(database);
    migrate(database);
    database.pragma('query_only = ON');
    refuseDamaged(database);
  } catch (error) {
    database?.close();
    discard();
    throw explainSqliteError(error, file);
  }
  return new SqliteStore(new Sql(database), {
    projectFolder: folder,
    readOnly: true,
    onClose: discard,
  });
}

/**
 * WAL, so that a window can read while a trainer's results are written. FULL and not NORMAL: NORMAL keeps an acknowledged edit
 * through a kill of the studio but not through a power cut; FULL waits for the disk once an edit, which people do not notice and
 * an import pays once.
 */
export function configure(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // After a large import the log is cut back to this many bytes instead of keeping its size.
  database.pragma('journal_size_limit = 67108864');
}

/** Refuses what is not a project before SQLite touches it. See https://sqlite.org/fileformat2.html#the_database_header */
function checkHeader(folder: string, file: string): void {
  const header = Buffer.alloc(100);
  let length: number;
  try {
    const descriptor = openSync(file, 'r');
    try {
      length = readSync(descriptor, header, 0, header.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!existsSync(folder))
      throw new StudioError(
        'bad input',
        `${folder} is not there. If the project was moved, open it at its new place.`,
        { cause: error },
      );
    if (!existsSync(file))
      throw new StudioError('bad input', `${folder} is not a project: it holds no ${databaseName}.`, { cause: error });
    throw new StudioError('bad input', `${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  if (length < header.length || header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    throw new StudioError('bad input', `${file} is not a project database: it is no SQLite file, or it is damaged.`);
  if (header.readUInt32BE(68) !== applicationId)
    throw new StudioError('bad input', `${file} is not a project database: another program made it.`);
}

/** A read of each table's first page finds a file that was cut short or overwritten before a person works in it. */
function refuseDamaged(database: Database.Database): void {
  try {
    const rows = database.prepare('SELECT id FROM project').all();
    if (rows.length !== 1)
      throw new StudioError('bad input', `${database.name} is damaged: it does not say what project it is.`);
    for (const table of ['images', 'instances', 'journal', 'runs'])
      database.prepare(`SELECT id FROM ${table} LIMIT 1`).all();
  } catch (error) {
    if (sqliteCode(error) === 'SQLITE_ERROR')
      throw new StudioError('bad input', `${database.name} is damaged: ${(error as Error).message}.`, { cause: error });
    throw error;
  }
}
