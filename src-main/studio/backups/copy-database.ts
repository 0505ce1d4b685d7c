import Database from 'better-sqlite3';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Copies a database that may be in use, by SQLite's online backup: the copy holds one moment's state, whole and checked, in
 * one file without a log beside it; or there is none.
 *
 * @see https://sqlite.org/backup.html
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  const making = `${to}.making`;
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true });
    try {
      // All in one step: it reads one moment's state, and with a log readers keep no writer waiting.
      await source.backup(making, { progress: ({ remainingPages }) => Math.max(1, remainingPages) });
    } finally {
      source.close();
    }
    const copy = new Database(making, { fileMustExist: true });
    try {
      copy.pragma('journal_mode = DELETE');
      const found = copy.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') throw new Error(`${from} is damaged (${String(found)})`);
    } finally {
      copy.close();
    }
    const descriptor = openSync(making, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(making, to);
  } catch (error) {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(making + ending, { force: true });
    throw error;
  }
}
