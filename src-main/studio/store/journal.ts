import { userInfo } from 'node:os';
import { StudioError, type EditResult, type JournalEntry, type LandmarkSource } from '../../contract/index.ts';
import { refreshLabelCounts } from './label-counts.ts';
import { decodeRow, encodeRow, imageOf, JournalRows, pick, sameValue, type Row, type Table } from './journal-rows.ts';
import type { Sql } from './sql.ts';

/** What an edit, undo or redo did. */
export interface JournalResult {
  edit: EditResult;
  /** Images or instances came or went, or an image changed sides. */
  countsChanged: boolean;
  /** The project's own row was written: its schema or its split. */
  projectChanged: boolean;
}

/** Told of each change that was made, of how many where that is known; what it throws undoes all of them. */
export type ChangeListener = (done: number, total: number | null) => void;

/**
 * The three verbs an edit is made of. Each writes the row and puts the row as it was into the journal; nothing else may write
 * the tables of `journal-rows.ts`.
 */
export interface Recorder {
  /** Answers the new row's id. */
  insert(table: Table, row: Row): number;
  /** A row that already is so is left alone and not recorded. `from`: what the landmarks come from, when not from a person's hand. */
  update(table: Table, id: number, columns: Row, from?: LandmarkSource): void;
  delete(table: Table, id: number): void;
}

/** A row of `journal` as SQLite gives it. */
export interface EntryRow {
  id: number;
  label: string;
  at: string;
  image_id: number | null;
  undone: number;
  made_by: string | null;
  image_count: number | null;
  agreement_id: number | null;
}

interface ChangeRow {
  id: number;
  table_name: Table;
  row_id: number;
  other: string | null;
}

/** Changes read at once: the rows of an undone import of 100,000 faces would take hundreds of megabytes. */
const changesAtOnce = 500;

/**
 * The edit journal: every edit is one transaction that writes rows and, beside them, their other state. Undo swaps the rows with
 * their other state and redo swaps them back, so one state is stored instead of two and an inserted row costs a few bytes until
 * it is undone. Undone entries are always the newest ones; a new edit drops them. Nothing else is ever dropped.
 */
export class Journal {
  readonly #sql: Sql;
  readonly #rows: JournalRows;
  readonly #onChange: ChangeListener | undefined;

  constructor(sql: Sql, onChange?: ChangeListener) {
    this.#sql = sql;
    this.#rows = new JournalRows(sql);
    this.#onChange = onChange;
  }

  /**
   * Makes an edit. One that changes nothing leaves no entry behind: its answer then has the id 0 and names no image.
   * `agreement`: whose second labelling it is about.
   */
  record(label: string, work: (recorder: Recorder) => void, agreement?: number): JournalResult {
    return this.#sql.atomically(() => {
      const touched = new Touched();
      const at = new Date().toISOString();
      const by = personName();
      let entryId = 0;
      const note = (table: Table, rowId: number, other: Row | null, from?: LandmarkSource) => {
        if (entryId === 0) entryId = this.#begin(label, at, by, agreement);
        this.#sql.run(
          'INSERT INTO journal_changes (entry_id, table_name, row_id, other, landmark_source) VALUES (?, ?, ?, ?, ?)',
          entryId,
          table,
          rowId,
          encodeRow(other),
          from ? JSON.stringify(from) : null,
        );
        this.#onChange?.(touched.count, null);
      };
      work({
        insert: (table, row) => {
          const id = this.#rows.insert(table, row);
          touched.add(table, imageOf(table, id, row), true);
          note(table, id, null);
          return id;
        },
        update: (table, id, columns, from) => {
          const { row: before, imageId } = this.#rows.read(table, id, Object.keys(columns));
          const differs = Object.keys(columns).filter((column) => !sameValue(before[column], columns[column]));
          if (differs.length === 0) return;
          this.#rows.update(table, id, pick(columns, differs));
          touched.add(table, imageId, changesCounts(differs));
          note(table, id, pick(before, differs), from);
        },
        delete: (table, id) => {
          const { row: before, imageId } = this.#rows.read(table, id);
          this.#rows.delete(table, id);
          touched.add(table, imageId, true);
          note(table, id, before);
        },
      });
      const { imageId, imageIds } = touched;
      if (entryId !== 0)
        this.#sql.run('UPDATE journal SET image_id = ?, image_count = ? WHERE id = ?', imageId, imageIds.size, entryId);
      this.#followLabels(touched);
      const step = { id: entryId, label, at, by, imageId, images: imageIds.size, undone: false };
      return this.#result({ ...step, ...(agreement && { agreement }) }, touched, agreement);
    });
  }

  /**
   * `agreement`: only what was done in its second labelling, so that a blind labeller does not undo what they cannot see.
   * Throws StudioError 'not found' when there is nothing to undo.
   */
  undo(agreement?: number): JournalResult {
    return this.#sql.atomically(() => this.#go(within(agreement, newestDone(this.#sql)), 'undo', agreement));
  }

  /** As `undo`. */
  redo(agreement?: number): JournalResult {
    return this.#sql.atomically(() => this.#go(within(agreement, oldestUndone(this.#sql)), 'redo', agreement));
  }

  /**
   * Undoes or redoes, all in one transaction, until the entry is the newest that is done; 0: until none is. Its answer is about
   * the last step on the way. Throws StudioError 'not found' when there is no such entry, or no way to go.
   */
  jump(entryId: number): JournalResult {
    return this.#sql.atomically(() => {
      const [newest] = newestDone(this.#sql);
      if (entryId !== 0 && !this.#sql.get('SELECT 1 FROM journal WHERE id = ?', entryId))
        throw new StudioError('not found', `There is no step ${entryId} any more: a newer edit took its place.`);
      return entryId < (newest?.id ?? 0)
        ? this.#go(this.#sql.all('SELECT * FROM journal WHERE undone = 0 AND id > ? ORDER BY id DESC', entryId), 'undo')
        : this.#go(this.#sql.all('SELECT * FROM journal WHERE undone = 1 AND id <= ? ORDER BY id', entryId), 'redo');
    });
  }

  /** How many rows an undo, a redo or a jump writes; counted to `most`. */
  changesOnTheWay(way: 'undo' | 'redo' | { to: number }, most: number): number {
    const newest = newestDone(this.#sql)[0]?.id ?? 0;
    const to = way === 'undo' ? newest - 1 : way === 'redo' ? (oldestUndone(this.#sql)[0]?.id ?? newest) : way.to;
    const counted = this.#sql.get<{ n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM journal_changes WHERE entry_id > ? AND entry_id <= ? LIMIT ?)`,
      Math.min(newest, to),
      Math.max(newest, to),
      most,
    );
    return counted?.n ?? 0;
  }

  #begin(label: string, at: string, by: string, agreement: number | undefined): number {
    this.#sql.run('DELETE FROM journal WHERE undone = 1');
    return this.#sql.run(
      'INSERT INTO journal (label, at, made_by, agreement_id) VALUES (?, ?, ?, ?)',
      label,
      at,
      by,
      agreement ?? null,
    );
  }

  #go(entries: readonly EntryRow[], verb: 'undo' | 'redo', agreement?: number): JournalResult {
    const last = entries.at(-1);
    if (!last)
      throw new StudioError(
        'not found',
        `There is nothing to ${verb}${agreement === undefined ? '' : ' in this second labelling'}.`,
      );
    const touched = new Touched();
    const total = this.#onChange ? this.changesOnTheWay({ to: verb === 'undo' ? last.id - 1 : last.id }, -1) : null;
    const undone = verb === 'undo' ? 1 : 0;
    for (const entry of entries) {
      for (const change of this.#changesOf(entry.id, verb)) {
        this.#swap(change, touched);
        this.#onChange?.(touched.count, total);
      }
      this.#sql.run('UPDATE journal SET undone = ? WHERE id = ?', undone, entry.id);
    }
    this.#followLabels(touched);
    return this.#result(toEntry({ ...last, undone }), touched, agreement);
  }

  /** Backwards for undo: an instance goes before its image does. */
  *#changesOf(entryId: number, verb: 'undo' | 'redo'): Generator<ChangeRow> {
    const [after, order] = verb === 'undo' ? ['<', 'DESC'] : ['>', 'ASC'];
    for (let last = verb === 'undo' ? Number.MAX_SAFE_INTEGER : 0; ;) {
      const found = this.#sql.all<ChangeRow>(
        `SELECT id, table_name, row_id, other FROM journal_changes WHERE entry_id = ? AND id ${after} ?
         ORDER BY id ${order} LIMIT ?`,
        entryId,
        last,
        changesAtOnce,
      );
      yield* found;
      last = found.at(-1)?.id ?? last;
      if (found.length < changesAtOnce) return;
    }
  }

  /** Writes a row's other state and keeps the present one in its place. */
  #swap(change: ChangeRow, touched: Touched): void {
    const { table_name: table, row_id: rowId } = change;
    const other = decodeRow(change.other);
    const present = other ? this.#rows.find(table, rowId, Object.keys(other)) : this.#rows.read(table, rowId);
    if (!other) this.#rows.delete(table, rowId);
    else if (present) this.#rows.update(table, rowId, other);
    else this.#rows.insert(table, other);
    const imageId = present ? present.imageId : imageOf(table, rowId, other ?? {});
    touched.add(table, imageId, !other || !present || changesCounts(Object.keys(other)));
    this.#sql.run('UPDATE journal_changes SET other = ? WHERE id = ?', encodeRow(present?.row ?? null), change.id);
  }

  /** What is told from the labels of these images. What runs predicted for them is as wrong as before but by another measure: see StoredErrors. */
  #followLabels({ tables, imageIds }: Touched): void {
    if (!tables.has('instances')) return;
    refreshLabelCounts(this.#sql, imageIds);
    for (const imageId of imageIds)
      this.#sql.run(
        'INSERT OR IGNORE INTO stale_errors SELECT image_id FROM predictions WHERE image_id = ? LIMIT 1',
        imageId,
      );
  }

  #result(entry: JournalEntry, { imageIds, tables, countsChanged }: Touched, agreement?: number): JournalResult {
    return {
      edit: { entry, imageIds: [...imageIds], ...possibleSteps(this.#sql, agreement) },
      countsChanged,
      projectChanged: tables.has('project'),
    };
  }
}

/** What a step has been about so far. */
class Touched {
  readonly imageIds = new Set<number>();
  readonly tables = new Set<Table>();
  countsChanged = false;
  /** Changes made. */
  count = 0;

  add(table: Table, imageId: number | null, countsChanged: boolean): void {
    this.count += 1;
    this.tables.add(table);
    if (imageId !== null) this.imageIds.add(imageId);
    this.countsChanged ||= countsChanged;
  }

  /** Null when it is about several images, or none. */
  get imageId(): number | null {
    const [only = null] = this.imageIds;
    return this.imageIds.size === 1 ? only : null;
  }
}

/** Columns whose change is one of the project's summary: the split, an agreement that is finished, the names of flags. */
function changesCounts(columns: readonly string[]): boolean {
  return ['split', 'finished_at', 'flag_names'].some((column) => columns.includes(column));
}

/** The step that undo would take back; empty when there is none. */
export function newestDone(sql: Sql): EntryRow[] {
  return sql.all('SELECT * FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1');
}

function oldestUndone(sql: Sql): EntryRow[] {
  return sql.all('SELECT * FROM journal WHERE undone = 1 ORDER BY id LIMIT 1');
}

/** The steps that somebody who sees this agreement's second labelling alone may step over; without one, all. */
function within(agreement: number | undefined, entries: EntryRow[]): EntryRow[] {
  return entries.filter((entry) => agreement === undefined || entry.agreement_id === agreement);
}

export function possibleSteps(sql: Sql, agreement?: number): { canUndo: boolean; canRedo: boolean } {
  return {
    canUndo: within(agreement, newestDone(sql)).length > 0,
    canRedo: within(agreement, oldestUndone(sql)).length > 0,
  };
}

export function toEntry(row: EntryRow): JournalEntry {
  const entry = {
    id: row.id,
    label: row.label,
    at: row.at,
    by: row.made_by,
    imageId: row.image_id,
    images: row.image_count,
    undone: row.undone === 1,
  };
  return row.agreement_id === null ? entry : { ...entry, agreement: row.agreement_id };
}

let ownName: string | null = null;

/** Who works at this computer, as the history names them. */
export function personName(): string {
  try {
    ownName ??= userInfo().username;
  } catch {
    // A container's user may have no name.
    ownName = 'person';
  }
  return ownName;
}
