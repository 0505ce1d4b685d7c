import { createHash } from 'node:crypto';
import type { FindingKind, FindingState, Landmark } from '../../contract/index.ts';
import type { FindingDecisions } from '../store/check-table.ts';

/*
 * What a decision about a finding is remembered by: what was found, of which face and landmark (by its name, which a change
 * of the schema's order does not touch), and where that landmark is. A landmark that moves is checked anew.
 */

/** A mark for each landmark of a finding; px to a thousandth. */
export function landmarkMarks(
  kind: FindingKind,
  instanceId: number,
  landmarks: readonly { name: string; landmark: Landmark }[],
): string[] {
  return landmarks.map(({ name, landmark: { x, y, visibility } }) =>
    digest([
      kind,
      instanceId,
      name,
      ...(visibility === 'absent' ? ['absent'] : [x.toFixed(3), y.toFixed(3), visibility]),
    ]),
  );
}

/** Of two pictures, whichever is named first. */
export function pictureMark(kind: FindingKind, contents: readonly [string, string]): string {
  return digest([kind, ...[...contents].sort()]);
}

/** Of an image as a whole. */
export const imageMark = (kind: FindingKind, imageId: number, value: string): string => digest([kind, imageId, value]);

/** A finding is settled when all of it was decided; partly ignored is ignored. */
export function stateOf(marks: readonly string[], decisions: FindingDecisions): FindingState {
  const known = marks.map((mark) => decisions[mark]);
  if (known.some((decision) => decision === undefined)) return 'open';
  return known.includes('ignored') ? 'ignored' : 'accepted';
}

const digest = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
