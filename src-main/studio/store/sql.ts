import type Database from 'better-sqlite3';
import { StudioError } from '../../contract/index.ts';

export type SqlValue = string | number | Buffer | null;

type Found<Row> = Row | undefined;

/** A database with its statements prepared once each, and with write failures told in words a person can act on. */
export class Sql {
  readonly database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[]>>();

  constructor(database: Database.Database) {
    this.database = database;
  }

  /** The first row, or undefined. The caller vouches for the row's shape: it wrote both the query and the STRICT table. */
  get<Row>(text: string, ...values: SqlValue[]): Found<Row> {
    return this.#statement(text).get(...values) as Found<Row>;
  }

  all<Row>(text: string, ...values: SqlValue[]): Row[] {
    return this.#statement(text).all(...values) as Row[];
  }

  iterate<Row>(text: string, ...values: SqlValue[]): IterableIterator<Row> {
    return this.#statement(text).iterate(...values) as IterableIterator<Row>;
  }

  /** Answers the id of an inserted row. */
  run(text: string, ...values: SqlValue[]): number {
    return Number(this.#statement(text).run(...values).lastInsertRowid);
  }

  /** Runs the work in one transaction that holds the write lock from its start; a throw leaves nothing changed. */
  atomically<Result>(work: () => Result): Result {
    try {
      return this.database.transaction(work).immediate();
    } catch (error) {
      throw explainSqliteError(error, this.database.name);
    }
  }

  #statement(text: string): Database.Statement<SqlValue[]> {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.database.prepare<SqlValue[]>(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

/** The SQLite result code of an error, such as `SQLITE_BUSY`; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}

/** Turns what a person can do something about (disk full, damaged file, no permission) into a StudioError. */
export function explainSqliteError(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (!code) return error;
  const told = (kind: 'bad input' | 'read only' | 'in use' | 'failed', message: string) =>
    new StudioError(kind, message, { cause: error });
  if (code === 'SQLITE_FULL')
    return told('failed', `The disk is full: nothing was changed in ${file}. Free some space and try again.`);
  if (code === 'SQLITE_NOTADB') return told('bad input', `${file} is not a project database: it is no SQLite file.`);
  if (code.startsWith('SQLITE_CORRUPT'))
    return told(
      'bad input',
      `${file} is damaged. Restore the project folder from a copy, or recover it with SQLite's tools.`,
    );
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM')
    return told(
      'read only',
      `${file} cannot be written: the file, its folder or the disk does not allow it. Nothing was changed.`,
    );
  if (code.startsWith('SQLITE_BUSY'))
    return told('in use', `Another program is writing ${file}. Try again when it is done.`);
  if (code.startsWith('SQLITE_IOERR'))
    return told(
      'failed',
      `The disk failed while ${file} was read or written (${code}). Check the disk and the connection to it.`,
    );
  return error;
}
