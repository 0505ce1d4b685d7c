import type { EditResult, Instance, Verdict, VerdictKind } from '../../contract/index.ts';
import { imagesInWords } from './image-marks.ts';
import { personName, type Recorder } from './journal.ts';
import { decodeLandmarks, encodeLandmarks } from './landmark-codec.ts';
import type { Sql, SqlValue } from './sql.ts';
import type { Writing } from './writing.ts';

/** What a verdict is about: one run's prediction for an instance as it is now. */
export interface JudgedFace {
  instance: Instance;
  /** px; null where none can be told. */
  errorPx: number | null;
}

interface VerdictRow {
  run_id: number;
  image_id: number;
  instance_id: number;
  name: string;
  group_name: string | null;
  verdict: VerdictKind;
  at: string;
  made_by: string;
  error_px: number | null;
  landmarks: Buffer;
  landmarks_now: Buffer;
}

interface KnownVerdict {
  id: number;
  status_before: string | null;
}

/** A landmark that moved less than this, px, has not moved. */
const movedPx = 1e-6;

/** Reviewers' verdicts on predictions: each a step of the history, kept while its run and its instance are there. */
export class VerdictTable {
  readonly #sql: Sql;
  readonly #writing: Writing;

  constructor(sql: Sql, writing: Writing) {
    this.#sql = sql;
    this.#writing = writing;
  }

  /** Newest first, of one run or of all. */
  all(runId?: number): Verdict[] {
    const values: SqlValue[] = runId === undefined ? [] : [runId];
    return this.#sql
      .all<VerdictRow>(
        `SELECT verdicts.*, images.name, images.group_name, instances.landmarks AS landmarks_now
         FROM verdicts JOIN runs ON runs.id = run_id JOIN images ON images.id = verdicts.image_id
         JOIN instances ON instances.id = instance_id
         ${runId === undefined ? '' : 'WHERE run_id = ?'} ORDER BY verdicts.at DESC, verdicts.id DESC`,
        ...values,
      )
      .map(toVerdict);
  }

  /**
   * One step of the history. `image bad` marks its images rejected; when it is taken away, or another word takes its place, they
   * are again what they were, unless somebody gave them another status meanwhile.
   */
  set(runId: number, faces: readonly JudgedFace[], verdict: VerdictKind | null): EditResult {
    const images = new Set(faces.map(({ instance }) => instance.imageId));
    const what = images.size === 1 && faces.length === 1 ? this.#nameOf(faces[0]) : imagesInWords(images.size);
    const label = verdict === null ? `Took the verdict off ${what}` : `Verdict on ${what}: ${verdict}`;
    return this.#writing.edit(label, (recorder) => {
      const at = new Date().toISOString();
      for (const face of faces) {
        const known = this.#sql.get<KnownVerdict>(
          'SELECT id, status_before FROM verdicts WHERE run_id = ? AND instance_id = ?',
          runId,
          face.instance.id,
        );
        if (known && verdict !== 'image bad') this.#giveBack(recorder, face.instance.imageId, known);
        if (verdict === null) {
          if (known) recorder.delete('verdicts', known.id);
          continue;
        }
        const { imageId, id: instanceId, landmarks } = face.instance;
        const row = {
          verdict,
          at,
          made_by: personName(),
          error_px: face.errorPx,
          landmarks: encodeLandmarks(landmarks),
          status_before:
            verdict === 'image bad' ? (this.#reject(recorder, imageId) ?? known?.status_before ?? null) : null,
        };
        if (known) recorder.update('verdicts', known.id, row);
        else recorder.insert('verdicts', { run_id: runId, instance_id: instanceId, image_id: imageId, ...row });
      }
    });
  }

  #nameOf(face: JudgedFace | undefined): string {
    const imageId = face?.instance.imageId ?? 0;
    return this.#sql.get<{ name: string }>('SELECT name FROM images WHERE id = ?', imageId)?.name ?? 'a face';
  }

  /** Answers the status the image had, null when it was rejected already. */
  #reject(recorder: Recorder, imageId: number): string | null {
    const status = this.#statusOf(imageId);
    if (status === 'rejected') return null;
    recorder.update('images', imageId, { status: 'rejected' });
    return status;
  }

  #giveBack(recorder: Recorder, imageId: number, known: KnownVerdict): void {
    if (known.status_before === null) return;
    const other = this.#sql.get<{ id: number }>(
      `SELECT id FROM verdicts WHERE image_id = ? AND verdict = 'image bad' AND id <> ? LIMIT 1`,
      imageId,
      known.id,
    );
    // It stays rejected as long as anybody calls it bad, of another face or run.
    if (other) recorder.update('verdicts', other.id, { status_before: known.status_before });
    else if (this.#statusOf(imageId) === 'rejected')
      recorder.update('images', imageId, { status: known.status_before });
  }

  #statusOf(imageId: number): string {
    return this.#sql.get<{ status: string }>('SELECT status FROM images WHERE id = ?', imageId)?.status ?? 'new';
  }
}

function toVerdict(row: VerdictRow): Verdict {
  return {
    runId: row.run_id,
    imageId: row.image_id,
    instanceId: row.instance_id,
    imageName: row.name,
    group: row.group_name,
    verdict: row.verdict,
    at: row.at,
    by: row.made_by,
    errorPx: row.error_px,
    labelChanged: labelChange(row.landmarks, row.landmarks_now),
  };
}

/** What differs between an instance's landmarks then and now, both in the present schema's order. */
function labelChange(then: Buffer, now: Buffer): Verdict['labelChanged'] {
  if (then.equals(now)) return null;
  const before = decodeLandmarks(then);
  const moves: number[] = [];
  let landmarks = 0;
  for (const [index, landmark] of decodeLandmarks(now).entries()) {
    const old = before[index];
    if (!old || (landmark.visibility === 'absent' && old.visibility === 'absent')) continue;
    const bothThere = landmark.visibility !== 'absent' && old.visibility !== 'absent';
    const distance = bothThere ? Math.hypot(landmark.x - old.x, landmark.y - old.y) : 0;
    if (landmark.visibility === old.visibility && distance <= movedPx) continue;
    landmarks += 1;
    if (distance > movedPx) moves.push(distance);
  }
  if (landmarks === 0) return null;
  const meanMovePx = moves.length === 0 ? 0 : moves.reduce((sum, move) => sum + move, 0) / moves.length;
  return { landmarks, meanMovePx };
}
