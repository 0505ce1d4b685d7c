import type Database from 'better-sqlite3';
import { StudioError } from '../../contract/index.ts';

export type SqlValue = string | number | Buffer | null;

type Found<Row> = Row | undefined;

/** A database with its statements prepared once each, and with write failures told in words a person can act on. */
export class Sql {
  readonly database: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[]>>();
  /** Throws where nothing may be written. */
  readonly beforeWriting: () => void;

  /** `beforeWriting` is called ahead of every transaction, and throws where none may be begun. */
  constructor(database: Database.Database, beforeWriting: () => void = () => undefined) {
    this.database = database;
    this.beforeWriting = beforeWriting;
  }

  /** The first row, or undefined. The caller vouches for the row's shape: it wrote both the query and the STRICT table. */
  get<Row>(text: string, ...values: SqlValue[]): Found<Row> {
    return this.#explained(() => this.#statement(text).get(...values) as Found<Row>);
  }

  all<Row>(text: string, ...values: SqlValue[]): Row[] {
    return this.#explained(() => this.#statement(text).all(...values) as Row[]);
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
    this.beforeWriting();
    return this.#explained(() => this.database.transaction(work).immediate());
  }

  /** Writes the whole database to a file that is not there yet. Reads the open file, whatever became of its name. */
  copyTo(file: string): void {
    try {
      this.database.prepare('VACUUM INTO ?').run(file);
    } catch (error) {
      throw explainSqliteError(error, file);
    }
  }

  #explained<Result>(work: () => Result): Result {
    try {
      return work();
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
    return told(
      'in use',
      `Another program is writing ${file}, and nothing was changed. Try again when it is done, or close it.`,
    );
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' && (error as Error).message.includes('images.content_hash'))
    return told('bad input', 'The project has that picture under that name already: nothing was changed.');
  if (code.startsWith('SQLITE_IOERR'))
    return told(
      'failed',
      `The disk failed while ${file} was read or written (${code}). Check that it is connected, and not full or over a quota.`,
    );
  return error;
}
