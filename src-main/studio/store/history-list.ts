import type { History, HistoryStep } from '../../contract/index.ts';
import { newestDone, possibleSteps, toEntry, type EntryRow } from './journal.ts';
import type { Sql } from './sql.ts';

/** The steps that touched an image: those about it alone, and those of many images that it was one of. */
const touchingImage = `agreement_id IS ? AND journal.id IN (
  SELECT id FROM journal WHERE image_id = ?
  UNION SELECT entry_id FROM journal_changes WHERE table_name = 'images' AND row_id = ?
  UNION SELECT entry_id FROM journal_changes WHERE table_name = 'instances'
    AND row_id IN (SELECT id FROM instances WHERE image_id = ?))`;

/** A page of the journal, newest first, of one image alone when it is given. */
export function historyPage(sql: Sql, { offset, limit, imageId, agreement }: HistoryRequest): History {
  const where = imageId === undefined ? 'true' : touchingImage;
  const about = imageId === undefined ? [] : [agreement ?? null, imageId, imageId, imageId];
  const rows = sql.all<EntryRow & { image_name: string | null }>(
    `SELECT journal.*, images.name AS image_name FROM journal LEFT JOIN images ON images.id = image_id
     WHERE ${where} ORDER BY journal.id DESC LIMIT ? OFFSET ?`,
    ...about,
    limit,
    offset,
  );
  const total = sql.get<{ n: number }>(`SELECT count(*) AS n FROM journal WHERE ${where}`, ...about)?.n ?? 0;
  const current = newestDone(sql)[0]?.id ?? 0;
  const entries = rows.map((row): HistoryStep => ({ ...toEntry(row), imageName: row.image_name }));
  return { entries, total, current, ...possibleSteps(sql, agreement) };
}

export interface HistoryRequest {
  offset: number;
  limit: number;
  imageId?: number | undefined;
  /** Of the image in its second labelling. */
  agreement?: number | undefined;
}
