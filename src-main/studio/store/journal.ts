import { StudioError, type EditResult, type History, type JournalEntry } from '../../contract/index.ts';
import { refreshLabelCounts } from './label-counts.ts';
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
  ],
  instances: ['id', 'image_id', 'box', 'landmarks', 'origin_kind', 'origin_source', 'imported_digest'],
  agreements: ['id', 'started_at', 'finished_at', 'seed', 'filter'],
  agreement_images: ['id', 'agreement_id', 'image_id', 'status'],
  agreement_faces: ['id', 'agreement_id', 'image_id', 'labelling', 'box', 'landmarks'],
} as const;

type Table = keyof typeof columnsOf;
type Row = Record<string, SqlValue>;

/** What an edit, undo or redo did. */
export interface JournalResult {
  edit: EditResult;
  /** Images or instances came or went, or an image changed sides. */
  countsChanged: boolean;
}

interface ChangeRow {
  id: number;
  table_name: Table;
  row_id: number;
  other: string | null;
}

/**
 * The three verbs an edit is made of. Each writes the row and puts the row as it was into the journal; nothing else may write
 * the tables above.
 */
export interface Recorder {
  /** Answers the new row's id. */
  insert(table: Table, row: Row): number;
  /** A row that already is so is left alone and not recorded. */
  update(table: Table, id: number, columns: Row): void;
  delete(table: Table, id: number): void;
}

/**
 * The edit journal: every edit is one transaction that writes rows and, beside them, their other state. Undo swaps the rows with
 * their other state and redo swaps them back, so one state is stored instead of two and an inserted row costs a few bytes until
 * it is undone. Undone entries are always the newest ones; a new edit drops them.
 */
export class Journal {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * Makes an edit. One that changes nothing leaves no entry behind: its answer then has the id 0 and names no image.
   * `agreement`: whose second labelling it is about.
   */
  record(label: string, work: (recorder: Recorder) => void, agreement?: number): JournalResult {
    return this.#sql.atomically(() => {
      const imageIds = new Set<number>();
      let countsChanged = false;
      const at = new Date().toISOString();
      let entryId = 0;
      const tables = new Set<Table>();
      const note = (table: Table, rowId: number, other: Row | null) => {
        tables.add(table);
        countsChanged ||= changesCounts(other);
        if (entryId === 0) entryId = this.#begin(label, at, agreement);
        this.#sql.run(
          'INSERT INTO journal_changes (entry_id, table_name, row_id, other) VALUES (?, ?, ?, ?)',
          entryId,
          table,
          rowId,
          encodeRow(other),
        );
      };
      work({
        insert: (table, row) => {
          const id = this.#insert(table, row);
          note(table, id, null);
          collectImage(imageIds, table, id, row);
          return id;
        },
        update: (table, id, columns) => {
          const before = this.#read(table, id, Object.keys(columns));
          const differs = Object.keys(columns).filter((column) => !sameValue(before[column], columns[column]));
          if (differs.length === 0) return;
          this.#update(table, id, pick(columns, differs));
          note(table, id, pick(before, differs));
          this.#collectImage(imageIds, table, id);
        },
        delete: (table, id) => {
          const before = this.#read(table, id, columnsOf[table]);
          this.#sql.run(`DELETE FROM ${table} WHERE id = ?`, id);
          countsChanged = true;
          note(table, id, before);
          collectImage(imageIds, table, id, before);
        },
      });
      const [onlyImage = null] = imageIds;
      const imageId = imageIds.size === 1 ? onlyImage : null;
      if (entryId !== 0 && imageId !== null)
        this.#sql.run('UPDATE journal SET image_id = ? WHERE id = ?', imageId, entryId);
      if (tables.has('instances')) this.#followLabels(imageIds);
      const entry = { id: entryId, label, at, imageId, undone: false, ...(agreement && { agreement }) };
      return this.#result(entry, imageIds, countsChanged, agreement);
    });
  }

  /**
   * `agreement`: only what was done in its second labelling, so that a blind labeller does not undo what they cannot see.
   * Throws StudioError 'not found' when there is nothing to undo.
   */
  undo(agreement?: number): JournalResult {
    return this.#swapEntry(newestDone, 'undo', agreement);
  }

  /** As `undo`. */
  redo(agreement?: number): JournalResult {
    return this.#swapEntry(oldestUndone, 'redo', agreement);
  }

  /** The newest entries; those about one image alone when it is given, in the ground truth or the agreement's second labelling. */
  history(limit: number, imageId?: number, agreement?: number): History {
    const rows =
      imageId === undefined
        ? this.#sql.all<EntryRow>('SELECT * FROM journal ORDER BY id DESC LIMIT ?', limit)
        : this.#sql.all<EntryRow>(
            'SELECT * FROM journal WHERE image_id = ? AND agreement_id IS ? ORDER BY id DESC LIMIT ?',
            imageId,
            agreement ?? null,
            limit,
          );
    return { entries: rows.map(toEntry), ...this.#possible(agreement) };
  }

  #begin(label: string, at: string, agreement: number | undefined): number {
    this.#sql.run('DELETE FROM journal WHERE undone = 1');
    return this.#sql.run(
      'INSERT INTO journal (label, at, agreement_id) VALUES (?, ?, ?)',
      label,
      at,
      agreement ?? null,
    );
  }

  #swapEntry(query: string, verb: 'undo' | 'redo', agreement: number | undefined): JournalResult {
    return this.#sql.atomically(() => {
      const row = this.#sql.get<EntryRow>(query);
      if (!row || !isWithin(agreement, row))
        throw new StudioError(
          'not found',
          `There is nothing to ${verb}${agreement === undefined ? '' : ' in this second labelling'}.`,
        );
      const imageIds = new Set<number>();
      // Backwards for undo: an instance goes before its image does.
      const direction = verb === 'undo' ? 'DESC' : 'ASC';
      // Only the ids at once: the rows of an undone import of 100,000 faces would take hundreds of megabytes.
      const changes = this.#sql.all<{ id: number }>(
        `SELECT id FROM journal_changes WHERE entry_id = ? ORDER BY id ${direction}`,
        row.id,
      );
      let countsChanged = false;
      const tables = new Set<Table>();
      for (const { id } of changes) {
        const change = this.#sql.get<ChangeRow>('SELECT * FROM journal_changes WHERE id = ?', id);
        if (!change) continue;
        if (this.#swap(change, imageIds)) countsChanged = true;
        tables.add(change.table_name);
      }
      if (tables.has('instances')) this.#followLabels(imageIds);
      const undone = verb === 'undo' ? 1 : 0;
      this.#sql.run('UPDATE journal SET undone = ? WHERE id = ?', undone, row.id);
      return this.#result(toEntry({ ...row, undone }), imageIds, countsChanged, agreement);
    });
  }

  /** Writes a row's other state and keeps the present one in its place. Answers whether that changes the project's counts. */
  #swap(change: ChangeRow, imageIds: Set<number>): boolean {
    const { table_name: table, row_id: rowId } = change;
    const other = decodeRow(change.other);
    let present: Row | null;
    if (other === null) {
      present = this.#read(table, rowId, columnsOf[table]);
      this.#sql.run(`DELETE FROM ${table} WHERE id = ?`, rowId);
      collectImage(imageIds, table, rowId, present);
    } else if (this.#sql.get(`SELECT 1 FROM ${table} WHERE id = ?`, rowId)) {
      present = this.#read(table, rowId, Object.keys(other));
      this.#update(table, rowId, other);
      this.#collectImage(imageIds, table, rowId);
    } else {
      present = null;
      this.#insert(table, other);
      collectImage(imageIds, table, rowId, other);
    }
    this.#sql.run('UPDATE journal_changes SET other = ? WHERE id = ?', encodeRow(present), change.id);
    return present === null || changesCounts(other);
  }

  /** What is told from the labels of these images. What runs predicted for them is as wrong as before but by another measure: see StoredErrors. */
  #followLabels(imageIds: ReadonlySet<number>): void {
    refreshLabelCounts(this.#sql, imageIds);
    for (const imageId of imageIds)
      this.#sql.run(
        'INSERT OR IGNORE INTO stale_errors SELECT image_id FROM predictions WHERE image_id = ? LIMIT 1',
        imageId,
      );
  }

  #read(table: Table, id: number, columns: readonly string[]): Row {
    const row = this.#sql.get<Row>(`SELECT ${columns.join(', ')} FROM ${table} WHERE id = ?`, id);
    if (!row)
      throw new StudioError('bad input', `There is no ${table === 'images' ? 'image' : 'instance'} ${id} any more.`);
    return row;
  }

  #insert(table: Table, row: Row): number {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    return this.#sql.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
  }

  #update(table: Table, id: number, row: Row): void {
    const assignments = Object.keys(row).map((column) => `${column} = ?`);
    this.#sql.run(`UPDATE ${table} SET ${assignments.join(', ')} WHERE id = ?`, ...Object.values(row), id);
  }

  #collectImage(imageIds: Set<number>, table: Table, id: number): void {
    if (table === 'images') imageIds.add(id);
    else if (isOfImage(table)) collectImage(imageIds, table, id, this.#read(table, id, ['image_id']));
  }

  #possible(agreement: number | undefined): { canUndo: boolean; canRedo: boolean } {
    const isThere = (query: string): boolean => {
      const row = this.#sql.get<EntryRow>(query);
      return row !== undefined && isWithin(agreement, row);
    };
    return { canUndo: isThere(newestDone), canRedo: isThere(oldestUndone) };
  }

  #result(
    entry: JournalEntry,
    imageIds: Set<number>,
    countsChanged: boolean,
    agreement: number | undefined,
  ): JournalResult {
    return { edit: { entry, imageIds: [...imageIds], ...this.#possible(agreement) }, countsChanged };
  }
}

interface EntryRow {
  id: number;
  label: string;
  at: string;
  image_id: number | null;
  undone: number;
  agreement_id: number | null;
}

const newestDone = 'SELECT * FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1';
const oldestUndone = 'SELECT * FROM journal WHERE undone = 1 ORDER BY id LIMIT 1';

/** Whether somebody who sees this agreement's second labelling alone may step over the entry; without one, over any. */
function isWithin(agreement: number | undefined, row: EntryRow): boolean {
  return agreement === undefined || row.agreement_id === agreement;
}

function toEntry(row: EntryRow): JournalEntry {
  const entry = { id: row.id, label: row.label, at: row.at, imageId: row.image_id, undone: row.undone === 1 };
  return row.agreement_id === null ? entry : { ...entry, agreement: row.agreement_id };
}

/** Tables whose rows are about one image each. */
function isOfImage(table: Table): boolean {
  return table === 'instances' || table === 'agreement_faces' || table === 'agreement_images';
}

function collectImage(imageIds: Set<number>, table: Table, id: number, row: Row): void {
  if (table === 'images') imageIds.add(id);
  if (isOfImage(table)) imageIds.add(Number(row.image_id));
}

/** Judged by a change's other state: no row, another part of the split, an agreement that was not finished, or other names of flags. */
function changesCounts(other: Row | null): boolean {
  return other === null || 'split' in other || 'finished_at' in other || 'flag_names' in other;
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function sameValue(left: SqlValue | undefined, right: SqlValue | undefined): boolean {
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return left.equals(right);
  return left === right;
}

/** Bytes become `{ base64 }`, which no other column's value looks like. */
function encodeRow(row: Row | null): string | null {
  if (row === null) return null;
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

function decodeRow(text: string | null): Row | null {
  if (text === null) return null;
  const stored = JSON.parse(text) as Record<string, string | number | null | { base64: string }>;
  const entries = Object.entries(stored).map(([column, value]): [string, SqlValue] => [
    column,
    value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value,
  ]);
  return Object.fromEntries(entries);
}
