import type { Landmark } from '../../contract/index.ts';
import { decodeLandmarks } from './landmark-codec.ts';
import type { Sql } from './sql.ts';

/**
 * Landmarks, px, of about so many instances at most, drawn from all over the project; none of rejected images, nor of an
 * agreement's sample that is given. Not every n-th: people are often photographed in the same n poses. Their ids are drawn by
 * Knuth's multiplicative hash, from an index: the rows of 100,000 faces are 100 MB to read through.
 */
export function someShapes(sql: Sql, most: number, withoutAgreement: number | null): Landmark[][] {
  const count = sql.get<{ n: number }>('SELECT count(*) AS n FROM instances')?.n ?? 0;
  const share = Math.ceil(2 ** 32 * Math.min(1, most / Math.max(1, count)));
  return sql
    .all<{ landmarks: Buffer }>(
      `SELECT instances.landmarks FROM instances JOIN images ON images.id = instances.image_id
       WHERE instances.id IN (SELECT id FROM instances WHERE (id * 2654435761) & 4294967295 < ?)
         AND images.status <> 'rejected'
         AND images.id NOT IN (SELECT image_id FROM agreement_images WHERE agreement_id IS ?)
       ORDER BY instances.id`,
      share,
      withoutAgreement,
    )
    .map((row) => decodeLandmarks(row.landmarks));
}
