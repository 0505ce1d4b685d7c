import {
  StudioError,
  type ImageFilter,
  type Landmark,
  type LandmarkSchema,
  type Suggestion,
  type SuggestionsLeft,
} from '../../contract/index.ts';
import { allOf, filterCondition, type Condition } from './image-filter.ts';
import { decodeLandmarks, decodePoints, encodePoints } from './landmark-codec.ts';
import type { Sql } from './sql.ts';
import type { Writing } from './writing.ts';

/** What a run found for one image, px of the image in the order of its recipe. */
export interface FoundFace {
  imageId: number;
  /** Whose box was looked at; null: the whole image. */
  instanceId: number | null;
  points: [number, number][];
}

interface SuggestionRow {
  id: number;
  run_id: number;
  image_id: number;
  instance_id: number | null;
  landmarks: Buffer;
}

/** What a run's landmarks are in the schema as it is now: null where it lost some of them. */
export type LearnedBy = (runId: number) => readonly number[] | null;

/** Images on which something is suggested: one whose run was deleted has nothing any more. */
const isSuggested: Condition = {
  text: ` AND images.suggested_by IS NOT NULL
    AND EXISTS (SELECT 1 FROM suggestions WHERE image_id = images.id AND run_id = images.suggested_by)`,
  values: [],
};

/**
 * What runs suggest for images that nobody has labelled. All that was ever suggested is kept; open is what the run named in
 * `images.suggested_by` suggests for landmarks that have no place yet, so that accepting and dismissing are edits of that column,
 * and undo brings a suggestion back.
 */
export class SuggestionTable {
  readonly #sql: Sql;
  readonly #writing: Writing;
  readonly #schema: () => LandmarkSchema;
  readonly #learnedBy: LearnedBy;
  /** Of a run in the schema that was asked for last: a thousand images are asked about one after the other. */
  readonly #known = new Map<number, { schema: LandmarkSchema; learned: readonly number[] | null }>();

  constructor(sql: Sql, writing: Writing, { schema, learned }: { schema: () => LandmarkSchema; learned: LearnedBy }) {
    this.#sql = sql;
    this.#writing = writing;
    this.#schema = schema;
    this.#learnedBy = learned;
  }

  /** In place of what the run had found for these images. It is not open by that. Throws StudioError 'not found', 'read only'. */
  put(runId: number, found: readonly FoundFace[]): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      if (!this.#sql.get('SELECT 1 FROM runs WHERE id = ?', runId))
        throw new StudioError('not found', `There is no run ${runId} in this project.`);
      for (const imageId of new Set(found.map((face) => face.imageId)))
        this.#sql.run('DELETE FROM suggestions WHERE image_id = ? AND run_id = ?', imageId, runId);
      for (const { imageId, instanceId, points } of found)
        this.#sql.run(
          'INSERT INTO suggestions (run_id, image_id, instance_id, landmarks) VALUES (?, ?, ?, ?)',
          runId,
          imageId,
          instanceId,
          encodePoints(points),
        );
    });
  }

  /** What is open on an image, a face each. Nothing where the schema has lost a landmark that the run learned. */
  of(imageId: number): Suggestion[] {
    const runId = this.#sql.get<{ run: number | null }>(
      'SELECT suggested_by AS run FROM images WHERE id = ?',
      imageId,
    )?.run;
    if (runId === null || runId === undefined) return [];
    const learned = this.#learned(runId);
    if (!learned) return [];
    const faces = this.#sql.all<{ id: number; landmarks: Buffer }>(
      'SELECT id, landmarks FROM instances WHERE image_id = ? ORDER BY id',
      imageId,
    );
    return this.#rows(imageId, runId).flatMap((row): Suggestion[] => {
      const face = row.instance_id === null ? faces[0] : faces.find(({ id }) => id === row.instance_id);
      if (!face && row.instance_id !== null) return [];
      const placed = face ? decodeLandmarks(face.landmarks) : [];
      const landmarks: (Landmark | null)[] = this.#schema().landmarks.map(() => null);
      for (const [order, [x, y]] of decodePoints(row.landmarks).entries()) {
        const index = learned[order];
        if (index !== undefined && (placed[index]?.visibility ?? 'absent') === 'absent')
          landmarks[index] = { x, y, visibility: 'visible' };
      }
      if (landmarks.every((landmark) => landmark === null)) return [];
      return [{ id: row.id, runId, instanceId: face?.id ?? null, landmarks }];
    });
  }

  /** The image of a suggestion, open or not; null when it is not there any more. */
  imageOf(suggestionId: number): number | null {
    return (
      this.#sql.get<{ image_id: number }>('SELECT image_id FROM suggestions WHERE id = ?', suggestionId)?.image_id ??
      null
    );
  }

  /** Runs that have suggested something on the image, newest first. */
  runsOf(imageId: number): number[] {
    return this.#sql
      .all<{ run_id: number }>(
        'SELECT DISTINCT run_id FROM suggestions WHERE image_id = ? ORDER BY run_id DESC',
        imageId,
      )
      .map((row) => row.run_id);
  }

  /** Images of the filter on which something is open, of any run or one, in id order. */
  imagesLeft(filter: ImageFilter, runId: number | null = null): number[] {
    const ofRun = { text: runId === null ? '' : ' AND images.suggested_by = ?', values: runId === null ? [] : [runId] };
    const where = allOf([filterCondition(filter), isSuggested, ofRun]);
    return this.#sql
      .all<{ id: number }>(`SELECT id FROM images WHERE true${where.text} ORDER BY id`, ...where.values)
      .map((row) => row.id);
  }

  left(filter: ImageFilter): SuggestionsLeft {
    const where = filterCondition(filter);
    const runs = this.#sql.all<{ runId: number; images: number }>(
      `SELECT suggested_by AS runId, count(*) AS images FROM images WHERE true${where.text}${isSuggested.text}
       GROUP BY suggested_by ORDER BY suggested_by DESC`,
      ...where.values,
    );
    return { images: runs.reduce((sum, { images }) => sum + images, 0), runs };
  }

  #learned(runId: number): readonly number[] | null {
    const schema = this.#schema();
    const known = this.#known.get(runId);
    if (known?.schema === schema) return known.learned;
    const learned = this.#learnedBy(runId);
    this.#known.set(runId, { schema, learned });
    return learned;
  }

  #rows(imageId: number, runId: number): SuggestionRow[] {
    return this.#sql.all<SuggestionRow>(
      'SELECT * FROM suggestions WHERE image_id = ? AND run_id = ? ORDER BY id',
      imageId,
      runId,
    );
  }
}
