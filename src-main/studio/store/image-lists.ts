import {
  StudioError,
  type ImageListItem,
  type ImageListPage,
  type ImageQuery,
  type ImageStatus,
  type SplitPart,
} from '../../contract/index.ts';
import { filterCondition, flagsOfBits, type Condition } from './image-filter.ts';
import type { Sql, SqlValue } from './sql.ts';

interface ItemRow {
  id: number;
  name: string;
  width: number;
  height: number;
  group_name: string | null;
  split: SplitPart;
  status: ImageStatus;
  content_hash: string;
  flags: number;
  note: string;
  faces: number;
}

/**
 * The image list, page by page, for 100,000 images: the ids of a page come in order from an index, never sorted; then each of its
 * few rows is fetched. Ordered by error, images with a stored error come first and the rest follow by name.
 */
export class ImageLists {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  page(query: ImageQuery & { offset: number; limit: number }): ImageListPage {
    const where = filterCondition(query.filter);
    const ids = this.ids(query);
    // A first page that is not full has them all.
    const total =
      query.offset === 0 && ids.length < query.limit
        ? ids.length
        : this.#count(`SELECT count(*) AS n FROM images WHERE true${where.text}`, where.values);
    return { total, items: ids.map((id) => this.item(id, query.run)).filter((item) => item !== null) };
  }

  ids(query: ImageQuery & { offset: number; limit: number }): number[] {
    const where = filterCondition(query.filter);
    return query.order === 'name' ? this.#idsByName(where, query.offset, query.limit) : this.#idsByError(query, where);
  }

  /** Place from 0 in the query's order. One that the filter leaves out has none, or with `nearest` the one it would have. */
  position(query: ImageQuery, imageId: number, nearest: boolean): number | null {
    const where = filterCondition(query.filter);
    const image = this.#sql.get<{ sort_key: string }>(
      `SELECT sort_key FROM images WHERE id = ?${nearest ? '' : where.text}`,
      imageId,
      ...(nearest ? [] : where.values),
    );
    if (!image) return null;
    const before = ' AND (images.sort_key, images.id) < (?, ?)';
    if (query.order === 'name')
      return this.#count(`SELECT count(*) AS n FROM images WHERE true${where.text}${before}`, [
        ...where.values,
        image.sort_key,
        imageId,
      ]);
    const run = runOf(query);
    const error = this.#error(run, imageId);
    if (error === null)
      return (
        this.#withError(run, where) +
        this.#count(`${withoutErrorCount}${where.text}${before}`, [run, ...where.values, image.sort_key, imageId])
      );
    const ahead = query.order === 'worst' ? '>' : '<';
    return this.#count(
      `SELECT count(*) AS n ${errorsOf(where)}
       AND (image_errors.error_px, image_errors.image_id) ${ahead} (?, ?)`,
      [run, ...where.values, error, imageId],
    );
  }

  item(imageId: number, run: number | undefined): ImageListItem | null {
    const row = this.#sql.get<ItemRow>(
      `SELECT id, name, width, height, group_name, split, status, content_hash, flags, note, faces
       FROM images WHERE id = ?`,
      imageId,
    );
    if (!row) return null;
    return {
      id: row.id,
      name: row.name,
      width: row.width,
      height: row.height,
      group: row.group_name,
      split: row.split,
      status: row.status,
      flags: flagsOfBits(row.flags),
      note: row.note,
      instances: row.faces,
      version: row.content_hash.slice(0, 8),
      errorPx: run === undefined ? null : this.#error(run, imageId),
    };
  }

  #idsByName(where: Condition, offset: number, limit: number): number[] {
    return this.#ids(`SELECT id FROM images WHERE true${where.text} ORDER BY sort_key, id LIMIT ? OFFSET ?`, [
      ...where.values,
      limit,
      offset,
    ]);
  }

  #idsByError(query: ImageQuery & { offset: number; limit: number }, where: Condition): number[] {
    const run = runOf(query);
    const direction = query.order === 'worst' ? 'DESC' : 'ASC';
    const first = this.#ids(
      `SELECT image_errors.image_id AS id ${errorsOf(where)}
       ORDER BY image_errors.error_px ${direction}, image_errors.image_id ${direction} LIMIT ? OFFSET ?`,
      [run, ...where.values, query.limit, query.offset],
    );
    if (first.length === query.limit) return first;
    const skip = Math.max(0, query.offset - this.#withError(run, where));
    const rest = this.#ids(`${withoutErrorIds}${where.text} ORDER BY sort_key, id LIMIT ? OFFSET ?`, [
      run,
      ...where.values,
      query.limit - first.length,
      skip,
    ]);
    return [...first, ...rest];
  }

  #withError(run: number, where: Condition): number {
    return this.#count(`SELECT count(*) AS n ${errorsOf(where)}`, [run, ...where.values]);
  }

  #error(run: number, imageId: number): number | null {
    const row = this.#sql.get<{ error_px: number }>(
      'SELECT error_px FROM image_errors WHERE run_id = ? AND image_id = ?',
      run,
      imageId,
    );
    return row?.error_px ?? null;
  }

  #ids(text: string, values: SqlValue[]): number[] {
    return this.#sql.all<{ id: number }>(text, ...values).map((row) => row.id);
  }

  #count(text: string, values: SqlValue[]): number {
    return this.#sql.get<{ n: number }>(text, ...values)?.n ?? 0;
  }
}

/**
 * Of a run's errors, those of the images of a filter. The images' ids come from one of their indexes at once; looking each
 * image up would take ten times as long. `+` keeps SQLite in the index that has the errors' order.
 */
function errorsOf(where: Condition): string {
  const only =
    where.text === '' ? '' : ` AND +image_errors.image_id IN (SELECT id FROM images WHERE true${where.text})`;
  return `FROM image_errors WHERE image_errors.run_id = ?${only}`;
}

const withoutError = `FROM images
  WHERE NOT EXISTS (SELECT 1 FROM image_errors WHERE run_id = ? AND image_id = images.id)`;
const withoutErrorCount = `SELECT count(*) AS n ${withoutError}`;
const withoutErrorIds = `SELECT id ${withoutError}`;

function runOf(query: ImageQuery): number {
  if (query.run === undefined)
    throw new StudioError('bad input', `To order images by ${query.order}, say by the errors of which run.`);
  return query.run;
}
