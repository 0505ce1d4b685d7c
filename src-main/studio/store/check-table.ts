import type {
  FindingCounts,
  FindingFix,
  FindingKind,
  FindingQuery,
  FindingState,
  Instance,
} from '../../contract/index.ts';
import { findingKinds } from '../../contract/index.ts';
import type { StoredImage } from './interface.ts';
import { toImage, toInstance, type ImageRow, type InstanceRow } from './rows.ts';
import type { Sql, SqlValue } from './sql.ts';

/** By mark: see `marksOf`. */
export type FindingDecisions = Record<string, Exclude<FindingState, 'open'>>;

/** A finding as a check makes it. */
export interface NewFinding {
  imageId: number;
  /** The other picture, of findings about two. */
  otherImageId: number | null;
  instanceId: number | null;
  kind: FindingKind;
  severity: number;
  state: FindingState;
  landmarks: number[];
  words: string;
  area: { x: number; y: number; width: number; height: number } | null;
  fix: FindingFix | null;
  /** What decisions are remembered by. */
  marks: string[];
}

/** Two images that show the same picture, by id, the lower first. */
export interface AlikePictures {
  one: number;
  other: number;
  /** 1: the same bytes. */
  likeness: number;
}

export interface StoredFinding extends NewFinding {
  id: number;
}

export interface CheckedLabels {
  image: StoredImage;
  instances: Instance[];
  decisions: FindingDecisions;
}

/** The last check as stored; `report` and `usual` are JSON of the checks' own. */
export interface StoredCheck {
  at: string;
  schemaDigest: string;
  lastImageId: number;
  report: string;
  usual: string;
}

interface FindingRow {
  id: number;
  image_id: number;
  other_image_id: number | null;
  instance_id: number | null;
  kind: FindingKind;
  severity: number;
  state: FindingState;
  content: string;
}

type Content = Pick<NewFinding, 'landmarks' | 'words' | 'area' | 'fix' | 'marks'>;

/** What the label checks found, which images are due, and the pictures' hashes. Nothing of it is a person's work. */
export class CheckTable {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  lastCheck(): StoredCheck | null {
    const row = this.#sql.get<{
      at: string;
      schema_digest: string;
      last_image_id: number;
      report: string;
      usual: string;
    }>('SELECT * FROM last_check');
    if (!row) return null;
    const { at, schema_digest: schemaDigest, last_image_id: lastImageId, report, usual } = row;
    return { at, schemaDigest, lastImageId, report, usual };
  }

  /** Null: what is there is of no check that came to its end. */
  setLastCheck(check: StoredCheck | null): void {
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM last_check');
      if (check)
        this.#sql.run(
          'INSERT INTO last_check (id, at, schema_digest, last_image_id, report, usual) VALUES (1, ?, ?, ?, ?, ?)',
          check.at,
          check.schemaDigest,
          check.lastImageId,
          check.report,
          check.usual,
        );
    });
  }

  /** The next images by id with their faces and decisions, at most so many; none at the end. */
  labelsAfter(imageId: number, most: number): CheckedLabels[] {
    const images = this.#sql.all<ImageRow & { check_decisions: string | null }>(
      'SELECT * FROM images WHERE id > ? ORDER BY id LIMIT ?',
      imageId,
      most,
    );
    return images.map((row) => this.#labels(row));
  }

  labelsOf(imageId: number): CheckedLabels | null {
    const row = this.#sql.get<ImageRow & { check_decisions: string | null }>(
      'SELECT * FROM images WHERE id = ?',
      imageId,
    );
    return row ? this.#labels(row) : null;
  }

  /** Of how many images the project is, and the highest id of one. */
  imageCount(): { images: number; lastImageId: number } {
    const row = this.#sql.get<{ n: number; last: number | null }>('SELECT count(*) AS n, max(id) AS last FROM images');
    return { images: row?.n ?? 0, lastImageId: row?.last ?? 0 };
  }

  imagesAfter(imageId: number): number {
    return this.#sql.get<{ n: number }>('SELECT count(*) AS n FROM images WHERE id > ?', imageId)?.n ?? 0;
  }

  /** Images that changed since they were checked, at most so many. */
  stale(most: number): number[] {
    return this.#sql
      .all<{ image_id: number }>('SELECT image_id FROM stale_checks LIMIT ?', most)
      .map((row) => row.image_id);
  }

  isStale(imageId: number): boolean {
    return this.#sql.get('SELECT 1 FROM stale_checks WHERE image_id = ?', imageId) !== undefined;
  }

  /** Every image is about to be checked: what changes from now on is due again. */
  forgetStale(): void {
    this.#sql.run('DELETE FROM stale_checks');
  }

  /** Takes all findings away. */
  clear(): void {
    this.#sql.run('DELETE FROM findings');
  }

  add(findings: readonly NewFinding[]): void {
    this.#sql.atomically(() => {
      for (const finding of findings) this.#insert(finding);
    });
  }

  /**
   * An image was checked again: these findings take the place of those of its labels, and those in `ofPictures` of what was
   * found of pairs of which the image named is the later; null: nothing.
   */
  replace(imageId: number, ofLabels: readonly NewFinding[], ofPictures: ReadonlyMap<number, NewFinding | null>): void {
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM findings WHERE image_id = ? AND other_image_id IS NULL', imageId);
      for (const finding of ofLabels) this.#insert(finding);
      for (const [later, finding] of ofPictures) {
        this.#sql.run('DELETE FROM findings WHERE image_id = ? AND other_image_id < image_id', later);
        this.#sql.run('DELETE FROM findings WHERE other_image_id = ? AND image_id < other_image_id', later);
        if (finding) this.#insert(finding);
      }
      this.#sql.run('DELETE FROM stale_checks WHERE image_id = ?', imageId);
    });
  }

  setAlike(pairs: readonly AlikePictures[]): void {
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM alike_pictures');
      for (const { one, other, likeness } of pairs)
        this.#sql.run(
          'INSERT OR REPLACE INTO alike_pictures (one, other, likeness) VALUES (?, ?, ?)',
          one,
          other,
          likeness,
        );
    });
  }

  /** Pairs of which the image is the later. */
  alikeBefore(imageId: number): AlikePictures[] {
    return this.#sql.all<AlikePictures>('SELECT one, other, likeness FROM alike_pictures WHERE other = ?', imageId);
  }

  /** The images like it that came later. */
  alikeAfter(imageId: number): number[] {
    return this.#sql
      .all<{ other: number }>('SELECT other FROM alike_pictures WHERE one = ?', imageId)
      .map(({ other }) => other);
  }

  /** All images that are later of a pair. */
  laterAlike(): number[] {
    return this.#sql.all<{ other: number }>('SELECT DISTINCT other FROM alike_pictures').map(({ other }) => other);
  }

  list(query: FindingQuery & { offset: number; limit: number }): { total: number; items: StoredFinding[] } {
    const where = conditionOf(query);
    const total = this.#sql.get<{ n: number }>(
      `SELECT count(*) AS n FROM findings WHERE ${where.text}`,
      ...where.values,
    );
    const rows = this.#sql.all<FindingRow>(
      `SELECT * FROM findings WHERE ${where.text} ORDER BY rank, severity DESC, id LIMIT ? OFFSET ?`,
      ...where.values,
      query.limit,
      query.offset,
    );
    return { total: total?.n ?? 0, items: rows.map(toFinding) };
  }

  one(findingId: number): StoredFinding | null {
    const row = this.#sql.get<FindingRow>('SELECT * FROM findings WHERE id = ?', findingId);
    return row ? toFinding(row) : null;
  }

  counts(): FindingCounts {
    const counts = Object.fromEntries(
      findingKinds.map((kind) => [kind, { open: 0, accepted: 0, ignored: 0 }]),
    ) as FindingCounts;
    const rows = this.#sql.all<{ kind: FindingKind; state: FindingState; n: number }>(
      'SELECT kind, state, count(*) AS n FROM findings GROUP BY kind, state',
    );
    for (const { kind, state, n } of rows) counts[kind][state] = n;
    return counts;
  }

  /** Images whose picture has no hash yet and that are not rejected, one a content. */
  withoutHash(): number[] {
    return this.#sql
      .all<{ id: number }>(
        `SELECT min(id) AS id FROM images WHERE status <> 'rejected'
           AND NOT EXISTS (SELECT 1 FROM picture_hashes WHERE picture_hashes.content_hash = images.content_hash)
         GROUP BY content_hash ORDER BY id`,
      )
      .map(({ id }) => id);
  }

  /** 8 bytes each, by content. */
  addHashes(hashes: ReadonlyMap<string, Buffer>): void {
    this.#sql.atomically(() => {
      for (const [contentHash, hash] of hashes)
        this.#sql.run('INSERT OR IGNORE INTO picture_hashes VALUES (?, ?)', contentHash, hash);
    });
  }

  /** All images that are not rejected with their pictures' hashes, by id; null where the picture could not be read. */
  hashedImages(): { id: number; contentHash: string; hash: Buffer | null }[] {
    return this.#sql.all(
      `SELECT images.id, images.content_hash AS contentHash, picture_hashes.hash
       FROM images LEFT JOIN picture_hashes ON picture_hashes.content_hash = images.content_hash
       WHERE images.status <> 'rejected' ORDER BY images.id`,
    );
  }

  #labels(row: ImageRow & { check_decisions: string | null }): CheckedLabels {
    return {
      image: toImage(row),
      instances: this.#sql
        .all<InstanceRow>('SELECT * FROM instances WHERE image_id = ? ORDER BY id', row.id)
        .map(toInstance),
      decisions: row.check_decisions === null ? {} : (JSON.parse(row.check_decisions) as FindingDecisions),
    };
  }

  #insert(finding: NewFinding): void {
    const { landmarks, words, area, fix, marks } = finding;
    const content: Content = { landmarks, words, area, fix, marks };
    this.#sql.run(
      `INSERT INTO findings (image_id, other_image_id, instance_id, kind, rank, severity, state, content)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      finding.imageId,
      finding.otherImageId,
      finding.instanceId,
      finding.kind,
      findingKinds.indexOf(finding.kind),
      finding.severity,
      finding.state,
      JSON.stringify(content),
    );
  }
}

function conditionOf({ kind, state, imageId }: FindingQuery): { text: string; values: SqlValue[] } {
  const parts: [string, SqlValue][] = [['state = ?', state]];
  if (kind) parts.push(['rank = ?', findingKinds.indexOf(kind)]);
  if (imageId !== undefined) parts.push(['image_id = ?', imageId]);
  return { text: parts.map(([text]) => text).join(' AND '), values: parts.map(([, value]) => value) };
}

function toFinding(row: FindingRow): StoredFinding {
  return {
    id: row.id,
    imageId: row.image_id,
    otherImageId: row.other_image_id,
    instanceId: row.instance_id,
    kind: row.kind,
    severity: row.severity,
    state: row.state,
    ...(JSON.parse(row.content) as Content),
  };
}
