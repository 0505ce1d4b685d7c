import { StudioError, type ImportedFace, type LandmarkSchema } from '../../contract/index.ts';
import { importDigest } from './import-images.ts';
import { decodeBox, decodeLandmarks } from './landmark-codec.ts';
import type { InstanceRow } from './rows.ts';
import { readSchemaHistory, type SchemaHistory } from './schema-change.ts';
import type { Sql } from './sql.ts';

/** What the journal keeps of a row as it was before an edit. */
interface Before {
  entry_id: number;
  other: string | null;
}

/**
 * An instance as it was imported. It is not stored a second time: all changes of an instance are in the journal, which is never
 * shortened, so what the first of them found is what was imported. The digest kept with the instance proves it.
 * Where the schema was changed since, each landmark is followed to what it became.
 * Throws StudioError 'not found' where the instance was not imported, or the digest says that this is not what was.
 */
export function importedFace(sql: Sql, instanceId: number, schema: LandmarkSchema): ImportedFace {
  const row = sql.get<InstanceRow>('SELECT * FROM instances WHERE id = ?', instanceId);
  if (!row)
    throw new StudioError('not found', `There is no instance ${instanceId}: it may have been deleted meanwhile.`);
  if (row.imported_digest === null)
    throw new StudioError(
      'not found',
      'This face was not imported: a person placed it, so there is nothing to go back to.',
    );
  const changes = sql.all<Before>(
    `SELECT entry_id, other FROM journal_changes WHERE table_name = 'instances' AND row_id = ?
     AND entry_id IN (SELECT id FROM journal WHERE undone = 0) ORDER BY id`,
    instanceId,
  );
  const landmarks = firstFound(changes, 'landmarks', decodeBytes) ?? row.landmarks;
  const boxText = changes.some(({ other }) => hasColumn(other, 'box'))
    ? firstFound(changes, 'box', decodeText)
    : row.box;
  const box = decodeBox(boxText);
  if (importDigest(landmarks, box) !== row.imported_digest)
    throw new StudioError(
      'not found',
      `What was imported from ${row.origin_source} cannot be told any more: the project does not hold all edits since. Import the file into a new project to see it.`,
    );
  const names = namesNow(sql, changes[0]?.entry_id ?? 0) ?? schema.landmarks.map(({ name }) => name);
  const places = decodeLandmarks(landmarks);
  const byName = new Map(names.map((name, index) => [name, places[index] ?? null]));
  return { landmarks: schema.landmarks.map(({ name }) => byName.get(name) ?? null), box, source: row.origin_source };
}

/**
 * What the landmarks of the schema as it was when the instance came are called now, in the order of that time; null for one that
 * was given up. Null altogether when no name or order changed since.
 */
function namesNow(sql: Sql, insertedBy: number): (string | null)[] | null {
  const changes = sql.all<Before>(
    `SELECT entry_id, other FROM journal_changes WHERE table_name = 'project' AND row_id = 1 AND entry_id > ?
     AND entry_id IN (SELECT id FROM journal WHERE undone = 0) ORDER BY id`,
    insertedBy,
  );
  if (!changes.some(({ other }) => hasColumn(other, 'schema_history'))) return null;
  const then = firstFound(changes, 'schema_history', decodeText);
  const known = then === null ? 0 : (JSON.parse(then) as SchemaHistory).earlier.length;
  const steps = readSchemaHistory(sql).earlier.slice(known);
  return steps.reduce<(string | null)[]>(
    (names, step) => names.map((name) => (name === null ? null : (step.to[step.names.indexOf(name)] ?? null))),
    steps[0]?.names ?? [],
  );
}

type Stored = string | number | null | { base64: string };
const columnsOf = (other: string | null): Record<string, Stored> =>
  other === null ? {} : (JSON.parse(other) as Record<string, Stored>);
const hasColumn = (other: string | null, column: string): boolean => column in columnsOf(other);

/** What the earliest change that touched a column found there; null when none did, or it found nothing. */
function firstFound<Value>(
  changes: readonly Before[],
  column: string,
  decode: (value: Stored) => Value | null,
): Value | null {
  const first = changes.find(({ other }) => hasColumn(other, column));
  return first ? decode(columnsOf(first.other)[column] ?? null) : null;
}

const decodeText = (value: Stored): string | null => (typeof value === 'string' ? value : null);
const decodeBytes = (value: Stored): Buffer | null =>
  value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : null;
