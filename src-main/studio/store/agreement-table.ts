import {
  StudioError,
  type Box,
  type EditResult,
  type ImageFilter,
  type ImageListItem,
  type ImageListPage,
  type ImageQuery,
  type ImageStatus,
  type Instance,
  type Landmark,
} from '../../contract/index.ts';
import type { FaceRow, Labelling } from './edits.ts';
import { filterCondition, type Condition } from './image-filter.ts';
import type { NewAgreement, StoredAgreement } from './interface.ts';
import type { Recorder } from './journal.ts';
import { decodeBox, decodeLandmarks } from './landmark-codec.ts';
import type { Sql } from './sql.ts';
import type { Writing } from './writing.ts';

interface AgreementRow {
  id: number;
  started_at: string;
  finished_at: string | null;
  seed: number;
  filter: string;
  under_way: number;
  images: number;
  done: number;
}

const selectAgreements = `SELECT agreements.*,
  (SELECT count(*) FROM agreement_images WHERE agreement_id = agreements.id) AS images,
  (SELECT count(*) FROM agreement_images WHERE agreement_id = agreements.id AND status = 'done') AS done
  FROM agreements`;

/** Face of one of the two labellings, px; landmarks in the schema's order. */
export interface AgreementFace {
  imageId: number;
  labelling: 'first' | 'second';
  box: Box | null;
  landmarks: Landmark[];
}

/** Blind second labellings: what their samples are, how far they are, and their faces, apart from the ground truth. */
export class AgreementTable {
  readonly #sql: Sql;
  readonly #writing: Writing;

  constructor(sql: Sql, writing: Writing) {
    this.#sql = sql;
    this.#writing = writing;
  }

  /** Oldest first. */
  all(): StoredAgreement[] {
    return this.#sql.all<AgreementRow>(`${selectAgreements} ORDER BY id`).map(toAgreement);
  }

  /** Throws StudioError 'not found' when there is none of that number. */
  one(agreement: number): StoredAgreement {
    const row = this.#sql.get<AgreementRow>(`${selectAgreements} WHERE id = ?`, agreement);
    if (!row) throw new StudioError('not found', `There is no agreement ${agreement} in this project.`);
    return toAgreement(row);
  }

  underWay(): number | null {
    return this.#sql.get<{ id: number }>('SELECT id FROM agreements WHERE under_way = 1')?.id ?? null;
  }

  /** Which second labelling windows show in place of the ground truth, at most one; not a step of the journal. */
  setUnderWay(agreement: number | null): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      if (agreement !== null && this.one(agreement).finishedAt !== null) throw finished(agreement);
      this.#sql.run('UPDATE agreements SET under_way = (id IS ?)', agreement);
    });
    this.#writing.countsChanged();
  }

  /** Keeps the first labels of these images and puts its second labelling under way. Answers its number. */
  start(agreement: NewAgreement): number {
    const count = agreement.imageIds.length;
    let started = 0;
    this.#writing.edit(`Started an agreement on ${count === 1 ? 'an image' : `${count} images`}`, (recorder) => {
      started = this.#keepFirst(recorder, agreement);
    });
    this.setUnderWay(started);
    return started;
  }

  /** Throws StudioError 'bad input' when it is finished already. */
  finish(agreement: number): EditResult {
    const result = this.#writing.edit(`Finished agreement ${agreement}`, (recorder) => {
      if (this.one(agreement).finishedAt !== null) throw finished(agreement);
      recorder.update('agreements', agreement, { finished_at: new Date().toISOString() });
    });
    this.setUnderWay(null);
    return result;
  }

  /** One step of the history; throws StudioError 'not found'. */
  delete(agreement: number): EditResult {
    return this.#writing.edit(`Deleted agreement ${agreement}`, (recorder) => {
      this.one(agreement);
      for (const table of ['agreement_faces', 'agreement_images'] as const)
        for (const { id } of this.#sql.all<{ id: number }>(`SELECT id FROM ${table} WHERE agreement_id = ?`, agreement))
          recorder.delete(table, id);
      recorder.delete('agreements', agreement);
    });
  }

  setStatus(recorder: Recorder, agreement: number, imageIds: readonly number[], status: ImageStatus): void {
    this.#requireOpen(agreement);
    for (const imageId of imageIds)
      recorder.update('agreement_images', this.#requireImage(agreement, imageId).id, { status });
  }

  /** The second labelling as edits need it. Throws StudioError 'bad input' when the agreement is finished. */
  labelling(recorder: Recorder, agreement: number): Labelling {
    this.#requireOpen(agreement);
    return {
      table: 'agreement_faces',
      face: (id) =>
        this.#sql.get<FaceRow>(
          `SELECT id, image_id, landmarks FROM agreement_faces WHERE id = ? AND agreement_id = ? AND labelling = 'second'`,
          id,
          agreement,
        ),
      newFace: (imageId, from) => {
        this.#requireImage(agreement, imageId);
        if (from) refuseSource();
        return { agreement_id: agreement, image_id: imageId, labelling: 'second' };
      },
      requireSource: refuseSource,
      workOn: (imageId) => {
        const image = this.#requireImage(agreement, imageId);
        if (image.status === 'new') recorder.update('agreement_images', image.id, { status: 'in work' });
      },
      suggestions: null,
    };
  }

  /** The images of the sample by id, with what the second labelling says of each. */
  images(agreement: number): Map<number, ImageStatus> {
    const rows = this.#sql.all<{ image_id: number; status: ImageStatus }>(
      'SELECT image_id, status FROM agreement_images WHERE agreement_id = ? ORDER BY image_id',
      agreement,
    );
    return new Map(rows.map(({ image_id: imageId, status }) => [imageId, status]));
  }

  /** Both labellings, by image and number. */
  faces(agreement: number): AgreementFace[] {
    return this.#sql
      .all<{ image_id: number; labelling: 'first' | 'second'; box: string | null; landmarks: Buffer }>(
        `SELECT image_id, labelling, box, landmarks FROM agreement_faces WHERE agreement_id = ? ORDER BY image_id, id`,
        agreement,
      )
      .map(({ image_id: imageId, labelling, box, landmarks }) => ({
        imageId,
        labelling,
        box: decodeBox(box),
        landmarks: decodeLandmarks(landmarks),
      }));
  }

  /** Status and faces of an image as the second labelling has them; null when the sample does not have the image. */
  secondOf(agreement: number, imageId: number): { status: ImageStatus; instances: Instance[] } | null {
    const image = this.#image(agreement, imageId);
    if (!image) return null;
    const rows = this.#sql.all<{ id: number; box: string | null; landmarks: Buffer }>(
      `SELECT id, box, landmarks FROM agreement_faces
       WHERE agreement_id = ? AND image_id = ? AND labelling = 'second' ORDER BY id`,
      agreement,
      imageId,
    );
    return {
      status: image.status,
      instances: rows.map(({ id, box, landmarks }) => ({
        id,
        imageId,
        box: decodeBox(box),
        landmarks: decodeLandmarks(landmarks),
        origin: { kind: 'person', source: 'the second labelling' },
      })),
    };
  }

  /** The sample by name, as the list shows it. `item` answers what the list knows of an image. */
  page(
    agreement: number,
    { filter, offset, limit }: ImageQuery & { offset: number; limit: number },
    item: (imageId: number) => ImageListItem | null,
  ): ImageListPage {
    const where = withinSample(agreement, filter);
    const ids = this.#sql
      .all<{ id: number }>(
        `SELECT id FROM images WHERE true${where.text} ORDER BY sort_key, id LIMIT ? OFFSET ?`,
        ...where.values,
        limit,
        offset,
      )
      .map(({ id }) => id);
    const total = this.#sql.get<{ n: number }>(
      `SELECT count(*) AS n FROM images WHERE true${where.text}`,
      ...where.values,
    );
    const items = ids.flatMap((id): ImageListItem[] => {
      const known = item(id);
      const second = this.secondOf(agreement, id);
      return known && second
        ? [{ ...known, status: second.status, instances: second.instances.length, errorPx: null }]
        : [];
    });
    return { total: total?.n ?? 0, items };
  }

  /** Place of an image in the sample by name; null when the filter leaves it out. */
  position(agreement: number, filter: ImageFilter, imageId: number): number | null {
    const where = withinSample(agreement, filter);
    const image = this.#sql.get<{ sort_key: string }>(
      `SELECT sort_key FROM images WHERE id = ?${where.text}`,
      imageId,
      ...where.values,
    );
    if (!image) return null;
    return (
      this.#sql.get<{ n: number }>(
        `SELECT count(*) AS n FROM images WHERE true${where.text} AND (images.sort_key, images.id) < (?, ?)`,
        ...where.values,
        image.sort_key,
        imageId,
      )?.n ?? null
    );
  }

  /** Writes down what the first labelling is now. Answers the agreement's number. */
  #keepFirst(recorder: Recorder, { imageIds, seed, filter }: NewAgreement): number {
    const agreement = recorder.insert('agreements', {
      started_at: new Date().toISOString(),
      finished_at: null,
      seed,
      filter: JSON.stringify(filter),
    });
    for (const imageId of imageIds) {
      recorder.insert('agreement_images', { agreement_id: agreement, image_id: imageId, status: 'new' });
      const faces = this.#sql.all<{ box: string | null; landmarks: Buffer }>(
        'SELECT box, landmarks FROM instances WHERE image_id = ? ORDER BY id',
        imageId,
      );
      for (const { box, landmarks } of faces)
        recorder.insert('agreement_faces', {
          agreement_id: agreement,
          image_id: imageId,
          labelling: 'first',
          box,
          landmarks,
        });
    }
    return agreement;
  }

  #requireOpen(agreement: number): void {
    if (this.one(agreement).finishedAt !== null) throw finished(agreement);
  }

  #image(agreement: number, imageId: number): { id: number; status: ImageStatus } | undefined {
    return this.#sql.get<{ id: number; status: ImageStatus }>(
      'SELECT id, status FROM agreement_images WHERE agreement_id = ? AND image_id = ?',
      agreement,
      imageId,
    );
  }

  #requireImage(agreement: number, imageId: number): { id: number; status: ImageStatus } {
    const image = this.#image(agreement, imageId);
    if (!image) throw new StudioError('bad input', `Image ${imageId} is not in the sample of agreement ${agreement}.`);
    return image;
  }
}

/** The filter on the sample's images, by the status that the second labelling gives them. */
function withinSample(agreement: number, { status, ...filter }: ImageFilter): Condition {
  const rest = filterCondition(filter);
  const ofStatus = status === undefined ? { text: '', values: [] } : { text: ' AND status = ?', values: [status] };
  return {
    text: ` AND images.id IN (SELECT image_id FROM agreement_images WHERE agreement_id = ?${ofStatus.text})${rest.text}`,
    values: [agreement, ...ofStatus.values, ...rest.values],
  };
}

function finished(agreement: number): StudioError {
  return new StudioError(
    'bad input',
    `Agreement ${agreement} is finished: nothing of it changes any more. Undo its end, or start another.`,
  );
}

function toAgreement(row: AgreementRow): StoredAgreement {
  return {
    id: row.id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    seed: row.seed,
    filter: JSON.parse(row.filter) as ImageFilter,
    underWay: row.under_way === 1,
    images: row.images,
    done: row.done,
  };
}

function refuseSource(): never {
  throw new StudioError(
    'bad input',
    'A blind second labelling is placed by hand: not from a run, not from the import.',
  );
}
