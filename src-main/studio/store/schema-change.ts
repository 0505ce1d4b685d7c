import { randomUUID } from 'node:crypto';
import {
  isSameOrder,
  landmarkSources,
  StudioError,
  type LandmarkSchema,
  type LandmarkSources,
  type SchemaChange,
  type SchemaPreview,
} from '../../contract/index.ts';
import type { Recorder } from './journal.ts';
import { isPresentAt, rearrangeLandmarks } from './landmark-codec.ts';
import type { Sql } from './sql.ts';

/**
 * The states the schema went through, so that what was made with an earlier one finds its landmarks again, also when names were
 * exchanged. A change that leaves every landmark's name and place is no new state.
 */
export interface SchemaHistory {
  /** Of the present schema; null: the one the project was made with. */
  state: string | null;
  /** Oldest first: each earlier state's landmarks and what the change after it made of them (null: given up). */
  earlier: { state: string | null; names: string[]; to: (string | null)[] }[];
}

export function readSchemaHistory(sql: Sql): SchemaHistory {
  const row = sql.get<{ schema_history: string | null }>('SELECT schema_history FROM project');
  return row?.schema_history ? (JSON.parse(row.schema_history) as SchemaHistory) : { state: null, earlier: [] };
}

/**
 * Writes another schema and brings every face's landmarks into its order, through the recorder: one edit, undone bit for bit.
 * A landmark that is new is absent on the faces that are there. Throws StudioError 'bad input' when the change does not fit.
 */
export function changeSchema(sql: Sql, recorder: Recorder, before: LandmarkSchema, change: SchemaChange): void {
  const { schema } = change;
  const sources = requireSources(before, change);
  const named = before.landmarks.every(({ name }, index) => name === schema.landmarks[index]?.name);
  const sameOrder = isSameOrder(sources, before.landmarks.length);
  const columns = { landmark_schema: JSON.stringify(schema) };
  if (named && sameOrder) return recorder.update('project', 1, columns);
  const { state, earlier } = readSchemaHistory(sql);
  const step = { state, names: before.landmarks.map(({ name }) => name), to: becomes(before, schema, sources) };
  const history: SchemaHistory = { state: randomUUID(), earlier: [...earlier, step] };
  recorder.update('project', 1, { ...columns, schema_history: JSON.stringify(history) });
  if (sameOrder) return;
  for (const table of ['instances', 'agreement_faces', 'verdicts'] as const)
    for (const { id } of sql.all<{ id: number }>(`SELECT id FROM ${table} ORDER BY id`)) {
      const row = sql.get<{ landmarks: Buffer }>(`SELECT landmarks FROM ${table} WHERE id = ?`, id);
      if (row) recorder.update(table, id, { landmarks: rearrangeLandmarks(row.landmarks, sources) });
    }
}

/** Counts the labels a change would keep and give up. Throws StudioError 'bad input' when the change does not fit. */
export function previewSchema(sql: Sql, before: LandmarkSchema, change: SchemaChange): Omit<SchemaPreview, 'runs'> {
  const sources = requireSources(before, change);
  const to = becomes(before, change.schema, sources);
  const labels = before.landmarks.map(() => 0);
  const images = before.landmarks.map(() => new Set<number>());
  const lostOn = new Set<number>();
  let faces = 0;
  for (const row of sql.iterate<{ image_id: number; landmarks: Buffer }>('SELECT image_id, landmarks FROM instances')) {
    faces += 1;
    for (const index of labels.keys()) {
      if (!isPresentAt(row.landmarks, index)) continue;
      labels[index] = (labels[index] ?? 0) + 1;
      images[index]?.add(row.image_id);
      if (to[index] === null) lostOn.add(row.image_id);
    }
  }
  return {
    landmarks: before.landmarks.map(({ name }, index) => ({
      from: name,
      to: to[index] ?? null,
      labels: labels[index] ?? 0,
      images: images[index]?.size ?? 0,
    })),
    added: change.schema.landmarks.filter((_, place) => sources[place] === null).map(({ name }) => name),
    faces,
    lostLabels: labels.reduce((sum, count, index) => sum + (to[index] === null ? count : 0), 0),
    lostImages: lostOn.size,
  };
}

/** For each landmark of the schema before, its name in the one after; null where its labels are given up. */
function becomes(before: LandmarkSchema, after: LandmarkSchema, sources: LandmarkSources): (string | null)[] {
  const to: (string | null)[] = before.landmarks.map(() => null);
  for (const [place, source] of sources.entries())
    if (source !== null) to[source] = after.landmarks[place]?.name ?? null;
  return to;
}

function requireSources(before: LandmarkSchema, { schema, renamed }: SchemaChange): LandmarkSources {
  const sources = landmarkSources(before.landmarks, schema.landmarks, renamed);
  if (typeof sources === 'string') throw new StudioError('bad input', sources);
  return sources;
}
