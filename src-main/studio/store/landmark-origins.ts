import type { FaceOrigins, Landmark, LandmarkOrigin, LandmarkSchema, LandmarkSource } from '../../contract/index.ts';
import { decodeRow } from './journal-rows.ts';
import { toEntry, type EntryRow } from './journal.ts';
import { decodeLandmarks } from './landmark-codec.ts';
import type { InstanceRow } from './rows.ts';
import { readSchemaHistory, type SchemaHistory } from './schema-change.ts';
import type { Sql } from './sql.ts';

/** A change of an instance that is done, with the step it is part of. */
interface ChangeOfInstance extends EntryRow {
  other: string | null;
  landmark_source: string | null;
}

/** What is known of one landmark on the way through its changes. */
interface Placed {
  kind: LandmarkOrigin['kind'];
  source: string;
  step: EntryRow | null;
  /** Where an import or a run put it, px; null where none did. */
  given: { x: number; y: number } | null;
}

/** Which landmark of before each landmark is; null for one that is new. */
type Rearrangement = readonly (number | null)[];

/**
 * Who or what placed each landmark of an image's faces. Nothing of it is stored beside the landmarks: every state that an
 * instance was in is in the journal, which is never shortened, so the last change that put a landmark elsewhere tells it. Moves,
 * fills, resets, undo and redo then cannot leave it wrong, and projects of before it was asked for know it too.
 */
export function landmarkOrigins(sql: Sql, imageId: number, schema: LandmarkSchema): FaceOrigins[] {
  const rearrangements = rearrangementsByEntry(sql, schema);
  return sql
    .all<InstanceRow>('SELECT * FROM instances WHERE image_id = ? ORDER BY id', imageId)
    .map((row) => ({ instanceId: row.id, landmarks: originsOf(sql, row, rearrangements) }));
}

function originsOf(
  sql: Sql,
  row: InstanceRow,
  rearrangements: ReadonlyMap<number, Rearrangement>,
): (LandmarkOrigin | null)[] {
  const changes = sql.all<ChangeOfInstance>(
    `SELECT journal.*, journal_changes.other, journal_changes.landmark_source
     FROM journal_changes JOIN journal ON journal.id = entry_id
     WHERE table_name = 'instances' AND row_id = ? AND undone = 0 ORDER BY journal_changes.id`,
    row.id,
  );
  const moves = changes.flatMap((change) => {
    const before = decodeRow(change.other)?.landmarks;
    return Buffer.isBuffer(before) ? [{ change, before: decodeLandmarks(before) }] : [];
  });
  const present = decodeLandmarks(row.landmarks);
  const came = changes.find(({ other }) => other === null) ?? null;
  let placed = (moves[0]?.before ?? present).map((landmark): Placed | null => ({
    kind: row.origin_kind,
    source: row.origin_source,
    step: came,
    given: row.origin_kind === 'person' || landmark.visibility === 'absent' ? null : landmark,
  }));
  for (const [order, { change, before }] of moves.entries()) {
    const after = moves[order + 1]?.before ?? present;
    const sources = rearrangements.get(change.id);
    placed = sources
      ? sources.map((source) => (source === null ? null : (placed[source] ?? null)))
      : after.map((landmark, index) => {
          const known = placed[index] ?? null;
          return isElsewhere(before[index], landmark) ? placedBy(change, landmark, known, row) : known;
        });
  }
  return placed.map((each, index) => each && toOrigin(each, present[index]));
}

function placedBy(change: ChangeOfInstance, place: Landmark, before: Placed | null, row: InstanceRow): Placed {
  const from = change.landmark_source === null ? null : (JSON.parse(change.landmark_source) as LandmarkSource);
  if (from?.kind === 'run') return { kind: 'run', source: `run ${from.run}`, step: change, given: place };
  if (from?.kind === 'import') return { kind: 'import', source: row.origin_source, step: change, given: place };
  // What a run placed and a person corrected goes on being the run's, corrected by so many px; what it left absent does not.
  if (before?.kind === 'run' && before.given) return { ...before, step: change };
  return { kind: 'person', source: change.made_by ?? 'a person', step: change, given: before?.given ?? null };
}

function toOrigin({ kind, source, step, given }: Placed, present: Landmark | undefined): LandmarkOrigin {
  return {
    kind,
    source,
    correctedPx: given && present ? Math.hypot(present.x - given.x, present.y - given.y) : null,
    step: step && toEntry(step),
  };
}

const isElsewhere = (before: Landmark | undefined, after: Landmark): boolean =>
  before?.x !== after.x || before.y !== after.y;

/** The steps that changed the schema's landmarks, each with what it made of their order. */
function rearrangementsByEntry(sql: Sql, schema: LandmarkSchema): Map<number, Rearrangement> {
  const steps = sql
    .all<{ entry_id: number; other: string | null }>(
      `SELECT entry_id, other FROM journal_changes WHERE table_name = 'project' AND row_id = 1
       AND entry_id IN (SELECT id FROM journal WHERE undone = 0) ORDER BY id`,
    )
    .flatMap(({ entry_id: entryId, other }) => {
      const columns = decodeRow(other);
      return columns && 'schema_history' in columns ? [{ entryId, before: columns.schema_history }] : [];
    });
  const first = steps[0]?.before;
  const known = typeof first === 'string' ? (JSON.parse(first) as SchemaHistory).earlier.length : 0;
  const { earlier } = readSchemaHistory(sql);
  return new Map(
    steps.map(({ entryId }, order) => {
      const step = earlier[known + order];
      const names = earlier[known + order + 1]?.names ?? schema.landmarks.map(({ name }) => name);
      return [
        entryId,
        names.map((name) => {
          const source = step?.to.indexOf(name) ?? -1;
          return source < 0 ? null : source;
        }),
      ];
    }),
  );
}
