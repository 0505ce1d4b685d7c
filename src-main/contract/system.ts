import { z } from 'zod';
import type { ChangedKeys } from './keys.ts';
import { pathSchema, type ProjectSummary } from './project.ts';
import type { EngineName, RunProgress, EpochResult } from './runs.ts';

/** What set-up left of the TensorFlow runtime; written by scripts/setup, read by the studio. */
export const runtimeSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ready'),
    source: z.enum(['wheel', 'package download']),
    variant: z.enum(['cpu', 'cuda']),
    tensorflowVersion: z.string(),
    addonPath: z.string(),
    libraryFolder: z.string(),
  }),
  z.object({ state: z.literal('missing'), problem: z.string() }),
]);
export type Runtime = z.infer<typeof runtimeSchema>;

export interface SystemInfo {
  studio: string;
  node: string;
  electron: string | null;
  sqlite: string;
  tfjs: string;
  runtime: Runtime;
  /** What trains; null where KEYPOINT_STUDIO_ENGINE asks for what is not there. */
  engine: EngineName | null;
  /** What the window's chip shows: `TensorFlow 2.21.0 · CPU, 2 cores`, `WebAssembly · CPU, 2 threads`, or that there is none. */
  device: string;
  /** That WebAssembly trains, why and how much slower, or that a GPU is there and not used, with what to do; else null. */
  deviceNotice: string | null;
  platform: string;
  cores: number;
  memoryBytes: number;
}

export const browseSchema = z.object({ path: pathSchema.optional() });

export interface BrowseEntry {
  name: string;
  path: string;
  kind: 'folder' | 'project' | 'file';
}

/** A folder's content for the window's file picker: folders and projects first, in natural order. */
export interface BrowseResult {
  path: string;
  /** What was asked for, where it is a file of this folder. */
  file: string | null;
  parent: string | null;
  home: string;
  entries: BrowseEntry[];
  /** True when more than a thousand entries were left out. */
  truncated: boolean;
}

/** A long piece of work other than training: an import, an export, a sample being drawn, a prediction. */
export interface Job {
  id: number;
  title: string;
  done: number;
  /** Null while not known. */
  total: number | null;
  secondsLeft: number | null;
  cancellable: boolean;
}

/** Told to every window as it happens. A window that was not told (reconnected) asks again for what it shows. */
export type StudioEvent =
  | { kind: 'project'; project: ProjectSummary | null }
  /** The project's landmark schema was changed, or a change of it undone. Told before the images it touched. */
  | { kind: 'schema' }
  | { kind: 'images'; /** Null when too many to name. */ imageIds: number[] | null }
  | { kind: 'job'; job: Job; ended: boolean }
  /** What the label checks found is another. */
  | { kind: 'checks' }
  /** The choice of what to label next is another. */
  | { kind: 'chosen' }
  /** A window has changed keys: these are all that differ from how they come. */
  | { kind: 'keys'; keys: ChangedKeys }
  /** Something that happens by itself went wrong, such as a backup: told as a person is to read it. */
  | { kind: 'problem'; message: string }
  | { kind: 'run'; runId: number }
  | { kind: 'run progress'; progress: RunProgress }
  | { kind: 'run epoch'; runId: number; result: EpochResult }
  | { kind: 'run filters'; runId: number; epoch: number };
