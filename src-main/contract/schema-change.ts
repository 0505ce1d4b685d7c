import { z } from 'zod';
import { landmarkSchemaSchema } from './schema.ts';

/** Another schema for the project. Labels follow their landmark's name, or where `renamed` says. */
export const schemaChangeSchema = z.object({
  schema: landmarkSchemaSchema,
  /** Landmarks of the present schema that become another of the new one; `to` null: their labels are given up. */
  renamed: z
    .array(z.object({ from: z.string().min(1).max(100), to: z.string().min(1).max(100).nullable() }))
    .max(2000)
    .default([]),
});
export type SchemaChange = z.infer<typeof schemaChangeSchema>;

/** What a change of the schema would do, counted and not done. */
export interface SchemaPreview {
  /** Each landmark of the present schema in its order, what it becomes, and how many labels (not absent) it has on how many images. */
  landmarks: { from: string; to: string | null; labels: number; images: number }[];
  /** Landmarks that are new; absent on every face that is there. */
  added: string[];
  faces: number;
  /** Labels of landmarks that become none, and the images they are on. */
  lostLabels: number;
  lostImages: number;
  /** Runs with a model that could not be evaluated any more, and the landmarks they learned that go. */
  runs: { runId: number; lost: string[] }[];
}

/** For each landmark of the new schema the index of the one its labels come from; null: from none. */
export type LandmarkSources = (number | null)[];

/**
 * Where labels come from when the schema is changed: where `renamed` says, else from the landmark of the same name.
 * Answers a sentence instead when `renamed` names a landmark that is not there, or one twice.
 */
export function landmarkSources(
  before: readonly { name: string }[],
  after: readonly { name: string }[],
  renamed: SchemaChange['renamed'],
): LandmarkSources | string {
  const oldPlaces = new Map(before.map(({ name }, index) => [name, index]));
  const newPlaces = new Map(after.map(({ name }, index) => [name, index]));
  const sources: LandmarkSources = after.map(() => null);
  const moved = new Set<string>();
  for (const { from, to } of renamed) {
    const source = oldPlaces.get(from);
    if (source === undefined) return `The present schema has no landmark ${from} to take labels from.`;
    if (moved.has(from)) return `${from} is said to become two landmarks.`;
    moved.add(from);
    if (to === null) continue;
    const place = newPlaces.get(to);
    if (place === undefined) return `The new schema has no landmark ${to} for the labels of ${from}.`;
    if (sources[place] !== null) return `Two landmarks are said to become ${to}.`;
    sources[place] = source;
  }
  for (const [place, { name }] of after.entries()) {
    const source = oldPlaces.get(name);
    if (sources[place] === null && source !== undefined && !moved.has(name)) sources[place] = source;
  }
  return sources;
}

/** True when every landmark stays what and where it is: labels need no change. */
export function isSameOrder(sources: LandmarkSources, count: number): boolean {
  return sources.length === count && sources.every((source, place) => source === place);
}
