import Database from 'better-sqlite3';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Backup } from '../../contract/index.ts';

const namePattern = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)(?:-before-restore)?\.sqlite$/;

export function backupsFolder(projectFolder: string): string {
  return join(projectFolder, 'backups');
}

/** A backup's file name says the moment whose state it holds. */
export function backupName(at: Date, beforeRestore = false): string {
  return `${at.toISOString().replaceAll(':', '-')}${beforeRestore ? '-before-restore' : ''}.sqlite`;
}

/** ISO 8601; null when the name is no backup's. */
export function backupTime(name: string): string | null {
  const [, hour, minute, second] = namePattern.exec(name) ?? [];
  return hour && minute && second ? `${hour}:${minute}:${second}` : null;
}

/** Names of a project's backups, newest first; none when it has no such folder. */
export function backupNames(projectFolder: string): string[] {
  try {
    return readdirSync(backupsFolder(projectFolder))
      .filter((name) => backupTime(name) !== null)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

/** A project's backups, newest first, with what is in each. */
export function listBackups(projectFolder: string): Backup[] {
  return backupNames(projectFolder).map((name) => describeBackup(projectFolder, name));
}

export function describeBackup(projectFolder: string, name: string): Backup {
  const file = join(backupsFolder(projectFolder), name);
  return { name, at: backupTime(name) ?? '', bytes: statSync(file).size, counts: countsIn(file) };
}

/** Removes the oldest beyond `kept`. */
export function pruneBackups(projectFolder: string, kept: number): void {
  for (const name of backupNames(projectFolder).slice(kept))
    for (const ending of ['', '-wal']) rmSync(join(backupsFolder(projectFolder), name + ending), { force: true });
}

function countsIn(file: string): Backup['counts'] {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
      return { images: count('images'), faces: count('instances'), runs: count('runs') };
    } finally {
      database.close();
    }
  } catch {
    // Said by null: a person may still want its file.
    return null;
  }
}
