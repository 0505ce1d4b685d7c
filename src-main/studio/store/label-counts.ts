import type { Labelled } from '../../contract/index.ts';
import { countVisibilities } from './landmark-codec.ts';
import type { Sql } from './sql.ts';

/**
 * Writes down anew what filters ask of the labels of these images: how many faces, how far their landmarks are placed, whether
 * one is occluded. Called in the transaction of every change of instances; images that are gone are passed over.
 */
export function refreshLabelCounts(sql: Sql, imageIds: Iterable<number>): void {
  for (const imageId of imageIds) {
    const faces = sql.all<{ landmarks: Buffer }>('SELECT landmarks FROM instances WHERE image_id = ?', imageId);
    const counts = { visible: 0, occluded: 0, absent: 0 };
    for (const { landmarks } of faces) countVisibilities(landmarks, counts);
    const labelled: Labelled = counts.visible + counts.occluded === 0 ? 'no' : counts.absent > 0 ? 'partly' : 'wholly';
    const values = [faces.length, labelled, counts.occluded > 0 ? 1 : 0];
    sql.run(
      `UPDATE images SET faces = ?, labelled = ?, occluded = ?
       WHERE id = ? AND (faces, labelled, occluded) IS NOT (?, ?, ?)`,
      ...values,
      imageId,
      ...values,
    );
  }
}
