import { z } from 'zod';
import type { FlagNames } from './image-marks.ts';
import { landmarkSchemaSchema } from './schema.ts';

export const pathSchema = z.string().min(1).max(4096);

export const createProjectSchema = z.object({
  /** Folder to make; it must not exist or be empty. */
  path: pathSchema,
  /** Name shown in the window; the folder's name without `.kps` when left out. */
  name: z.string().min(1).max(200).optional(),
  /** Name of a shipped landmark schema, such as `face-58`, or a schema of one's own. */
  schema: z.union([z.string().min(1).max(100), landmarkSchemaSchema]),
});

export const createSampleSchema = z.object({
  path: pathSchema,
  seed: z.int().nonnegative().default(1),
});

export const openProjectSchema = z.object({
  path: pathSchema,
  /** Look without writing: allowed while another studio holds the project. */
  readOnly: z.boolean().default(false),
});

/** What the window shows of the open project in its top bar and on the welcome screen. */
export interface ProjectSummary {
  path: string;
  /** Whether its folder is where it was opened. */
  place: ProjectPlace;
  name: string;
  /** ISO 8601, to the millisecond: tells a project, wherever its folder is, from another of that name. */
  createdAt: string;
  readOnly: boolean;
  schemaName: string;
  landmarkCount: number;
  images: number;
  labelledImages: number;
  groups: number;
  split: SplitCounts;
  runs: number;
  /** The agreement whose blind second labelling is under way: windows show it in place of the ground truth. Null: none. */
  agreement: number | null;
  flagNames: FlagNames;
}

/** Of an open project's folder. `gone`: deleted, on a disk that is gone, or moved where the system does not tell. */
export type ProjectPlace = { kind: 'there' } | { kind: 'moved'; to: string } | { kind: 'gone' };

export interface SplitCounts {
  train: number;
  validation: number;
  /** Images in neither part. */
  none: number;
}

export interface RecentProject {
  path: string;
  name: string;
  /** ISO 8601. */
  openedAt: string;
  /** False when the folder is not there any more. */
  exists: boolean;
  images: number;
  runs: number;
  schemaName: string;
}
