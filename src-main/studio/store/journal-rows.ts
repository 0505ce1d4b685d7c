import { StudioError } from '../../contract/index.ts';
import type { Sql, SqlValue } from './sql.ts';

/** Columns of the tables that edits may change; `id` comes first. */
const columnsOf = {
  project: ['id', 'split_rule', 'landmark_schema', 'schema_history', 'flag_names'],
  images: [
    'id',
    'name',
    'sort_key',
    'search_text',
    'path',
    'content_hash',
    'byte_size',
    'width',
    'height',
    'group_name',
    'split',
    'status',
    'flags',
    'note',
    'has_note',
    'check_decisions',
    'suggested_by',
  ],
  instances: ['id', 'image_id', 'box', 'landmarks', 'origin_kind', 'origin_source', 'imported_digest'],
  agreements: ['id', 'started_at', 'finished_at', 'seed', 'filter'],
  agreement_images: ['id', 'agreement_id', 'image_id', 'status'],
  agreement_faces: ['id', 'agreement_id', 'image_id', 'labelling', 'box', 'landmarks'],
  verdicts: [
    'id',
    'run_id',
    'instance_id',
    'image_id',
    'verdict',
    'at',
    'made_by',
    'error_px',
    'landmarks',
    'status_before',
  ],
} as const;

export type Table = keyof typeof columnsOf;
export type Row = Record<string, SqlValue>;

/** A row, or some columns of it, and the image it is about (null: none alone). */
export interface FoundRow {
  row: Row;
  imageId: number | null;
}

/** The rows that the journal writes, and their form within it. */
export class JournalRows {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The columns given, or all; null when there is no such row. */
  find(table: Table, id: number, columns: readonly string[] = columnsOf[table]): FoundRow | null {
    // Together with the image that an instance is of, so that nobody has to ask again.
    const image = isOfImage(table) ? ', image_id AS of_image' : '';
    const found = this.#sql.get<Row>(`SELECT ${columns.join(', ')}${image} FROM ${table} WHERE id = ?`, id);
    if (!found) return null;
    if (table === 'images') return { row: found, imageId: id };
    if (!isOfImage(table)) return { row: found, imageId: null };
    const { of_image: imageId, ...row } = found;
    return { row, imageId: Number(imageId) };
  }

  /** As `find`. Throws StudioError 'bad input' when there is no such row. */
  read(table: Table, id: number, columns?: readonly string[]): FoundRow {
    const found = this.find(table, id, columns);
    if (!found)
      throw new StudioError('bad input', `There is no ${table === 'images' ? 'image' : 'instance'} ${id} any more.`);
    return found;
  }

  /** Answers the new row's id. */
  insert(table: Table, row: Row): number {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    return this.#sql.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
  }

  update(table: Table, id: number, row: Row): void {
    const assignments = Object.keys(row).map((column) => `${column} = ?`);
    this.#sql.run(`UPDATE ${table} SET ${assignments.join(', ')} WHERE id = ?`, ...Object.values(row), id);
  }

  delete(table: Table, id: number): void {
    this.#sql.run(`DELETE FROM ${table} WHERE id = ?`, id);
  }
}

/** Tables whose rows are about one image each. */
function isOfImage(table: Table): boolean {
  return table !== 'project' && table !== 'images' && table !== 'agreements';
}

/** The image that a whole row is about. */
export function imageOf(table: Table, id: number, row: Row): number | null {
  if (table === 'images') return id;
  return isOfImage(table) ? Number(row.image_id) : null;
}

export function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

export function sameValue(left: SqlValue | undefined, right: SqlValue | undefined): boolean {
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return left.equals(right);
  return left === right;
}

/** Bytes become `{ base64 }`, which no other column's value looks like. */
export function encodeRow(row: Row | null): string | null {
  if (row === null) return null;
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Reads what `encodeRow` wrote. */
export function decodeRow(text: string | null): Row | null {
  if (text === null) return null;
  const stored = JSON.parse(text) as Record<string, string | number | null | { base64: string }>;
  const entries = Object.entries(stored).map(([column, value]): [string, SqlValue] => [
    column,
    value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value,
  ]);
  return Object.fromEntries(entries);
}
